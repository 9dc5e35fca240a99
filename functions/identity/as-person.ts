import { sessions, type Unit, within } from '@waybill/auth';
import {
  busyTryAgain,
  ClaimTaken,
  type CodeOf,
  type EndpointAnswer,
  endpoint,
  type HttpRequest,
  idempotencyKey,
  impersonating,
  type Platform,
  Problem,
  type ProblemType,
  type Reach,
  type Refusal,
  type Route,
  taken,
  type z,
} from '@waybill/kernel';
import type { ImpersonationEnd } from '#events/identity';
import { endImpersonation } from './end-impersonation.ts';
import { noLongerImpersonates, noLongerImpersonatesReaches } from './no-longer-impersonates.ts';
import { isStolen, type Person, personOf, personReaches } from './person.ts';
import { crossSite, emulating, impersonationEnded } from './problems.ts';
import { ofOurs } from './same-site.ts';

export interface PersonRequest<Input> extends HttpRequest<Input> {
  readonly person: Person;
  readonly unit: Unit;
  readonly platform: Platform;
  /** Of whatever is commanded: the same however often it is tried, and for a request with the same `Idempotency-Key`. */
  readonly key: string;
}

interface Spec<Input extends z.ZodObject, Output extends z.ZodType, No extends ProblemType>
  extends Omit<Parameters<typeof endpoint<Input, Output>>[0], 'role' | 'answer' | 'reaches' | 'refuses'> {
  /** Beside what it takes to know who asks. */
  readonly reaches?: readonly Reach[];
  /** Beside what every call by somebody who is signed in answers. */
  readonly refuses?: readonly No[];
  readonly answer: (
    request: PersonRequest<z.infer<Input>>,
  ) => Promise<EndpointAnswer<z.input<Output>> | Refusal<CodeOf<NoInfer<No>>>>;
}

/** A call by somebody who is signed in, done in one unit of work. */
export const asPerson = <Input extends z.ZodObject, Output extends z.ZodType, No extends ProblemType = never>(
  spec: Spec<Input, Output, No>,
) => {
  const { answer, reaches = [], refuses = [], ...rest } = spec;
  const reads = spec.route.startsWith('GET ');
  const byImpersonator = reads || spec.whileActing === 'always';
  const byEmulator = byImpersonator || spec.whileActing === 'emulating';
  return endpoint<Input, Output, Route, ProblemType>({
    ...rest,
    role: 'person',
    setsCookies: true,
    refuses: [
      ...(reads ? [] : [crossSite]),
      byImpersonator ? impersonationEnded : impersonating,
      ...(byEmulator ? [] : [emulating]),
      busyTryAgain,
      ...refuses,
    ],
    reaches: [...personReaches, ...(byImpersonator ? noLongerImpersonatesReaches : []), ...reaches],
    answer: (platform) => (request) => {
      const key = `${spec.route} ${idempotencyKey(request.header('idempotency-key'))}`;
      return within(
        platform,
        { by: 'anyone', correlationId: request.correlationId },
        async (unit) => {
          const person = await personOf(platform, unit, request);
          const { id, impersonatedBy, emulatedOrganizationId } = person.session;
          if (!reads && person.byCookie) ofOurs(request, platform);
          if (impersonatedBy && !byImpersonator) throw Problem.of(impersonating());
          if (emulatedOrganizationId && !byEmulator) throw Problem.of(emulating());
          if (impersonatedBy) {
            const why = await noLongerImpersonates(platform, unit, id);
            if (why) throw await ended(unit, id, why);
          }
          const answered = await answer({ ...request, person, unit, platform, key });
          if ('refused' in answered) return answered;
          return { ...answered, cookies: [...person.cookies, ...(answered.cookies ?? [])] };
        },
        (error) => isStolen(error) || error instanceof Ended,
      ).catch(claimTaken);
    },
  });
};

/** Whoever acts as somebody else may do so no longer: the session is over, and that is recorded. */
class Ended extends Problem {}
const ended = async (unit: Unit, sessionId: string, why: ImpersonationEnd) => {
  await unit.remove(sessions, sessionId);
  await endImpersonation(unit, sessionId, why);
  return Ended.of(impersonationEnded({ why }));
};

/** What is unique is somebody else's. */
const claimTaken = (error: unknown): never => {
  if (error instanceof ClaimTaken) throw Problem.of(taken(error.claim.field)({ field: error.claim.field }));
  throw error;
};
