import { sessions, type Unit, within } from '@waybill/auth';
import {
  type CallAnswer,
  ClaimTaken,
  call,
  type HttpRequest,
  idempotencyKey,
  type Platform,
  Problem,
  type Reach,
  type Refusal,
  type z,
} from '@waybill/kernel';
import type { ImpersonationEnd } from '#events/identity';
import { endImpersonation } from './end-impersonation.ts';
import { noLongerImpersonates, noLongerImpersonatesReaches } from './no-longer-impersonates.ts';
import { isStolen, type Person, personOf, personReaches } from './person.ts';
import { ofOurs } from './same-site.ts';

export interface PersonRequest<Input> extends HttpRequest<Input> {
  readonly person: Person;
  readonly unit: Unit;
  readonly platform: Platform;
  /** Of whatever is commanded: the same however often it is tried, and for a request with the same `Idempotency-Key`. */
  readonly key: string;
}

interface Spec<Input extends z.ZodObject, Output extends z.ZodType>
  extends Omit<Parameters<typeof call<Input, Output>>[0], 'role' | 'answer' | 'reaches'> {
  /** Beside what it takes to know who asks. */
  readonly reaches?: readonly Reach[];
  readonly answer: (request: PersonRequest<z.infer<Input>>) => Promise<CallAnswer<z.input<Output>> | Refusal>;
}

/** A call by somebody who is signed in, done in one unit of work. */
export const asPerson = <Input extends z.ZodObject, Output extends z.ZodType>(spec: Spec<Input, Output>) => {
  const { answer, reaches = [], ...rest } = spec;
  const reads = spec.route.startsWith('GET ');
  const byImpersonator = reads || spec.whileActing === 'always';
  const byEmulator = byImpersonator || spec.whileActing === 'emulating';
  return call<Input, Output>({
    ...rest,
    role: 'person',
    setsCookies: true,
    reaches: [...personReaches, ...(byImpersonator ? noLongerImpersonatesReaches : []), ...reaches],
    answer: (platform) => (request) => {
      const key = `${spec.route} ${idempotencyKey(request.header('idempotency-key'))}`;
      return within(
        platform,
        { by: 'anyone', correlation: request.correlation },
        async (unit) => {
          const person = await personOf(platform, unit, request);
          const { id, impersonatedBy, emulatedOrganizationId } = person.session;
          if (!reads && person.byCookie) ofOurs(request, platform);
          if (impersonatedBy && !byImpersonator) throw new Problem(403, 'impersonating');
          if (emulatedOrganizationId && !byEmulator) throw new Problem(403, 'emulating');
          if (impersonatedBy) {
            const why = await noLongerImpersonates(platform, unit, id);
            if (why) throw await ended(unit, id, why);
          }
          const answered = await answer({ ...request, person, unit, platform, key });
          if ('refused' in answered) return answered;
          return { ...answered, cookies: [...person.cookies, ...(answered.cookies ?? [])] };
        },
        (error) => isStolen(error) || error instanceof Ended,
      ).catch(taken);
    },
  });
};

/** Whoever acts as somebody else may do so no longer: the session is over, and that is recorded. */
class Ended extends Problem {}
const ended = async (unit: Unit, sessionId: string, why: ImpersonationEnd) => {
  await unit.remove(sessions, sessionId);
  await endImpersonation(unit, sessionId, why);
  return new Ended(401, 'impersonation-ended', { why }, { 'www-authenticate': 'Bearer' });
};

/** What is unique is somebody else's. */
const taken = (error: unknown): never => {
  if (error instanceof ClaimTaken) throw new Problem(409, `${error.claim.field}-taken`, { field: error.claim.field });
  throw error;
};
