import { type Unit, within } from '@waybill/auth';
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
  /** May be done on somebody's behalf, too: what does not touch their account. */
  readonly byStandIn?: true;
  readonly answer: (request: PersonRequest<z.infer<Input>>) => Promise<CallAnswer<z.input<Output>> | Refusal>;
}

/** A call by somebody who is signed in, done in one unit of work. */
export const asPerson = <Input extends z.ZodObject, Output extends z.ZodType>(spec: Spec<Input, Output>) => {
  const { byStandIn, answer, reaches = [], ...rest } = spec;
  return call<Input, Output>({
    ...rest,
    role: 'person',
    reaches: [...personReaches, ...reaches],
    answer: (platform) => (request) => {
      const key = `${spec.route} ${idempotencyKey(request.header('idempotency-key'))}`;
      return within(
        platform,
        { by: 'anyone', correlation: request.correlation },
        async (unit) => {
          const person = await personOf(platform, unit, request);
          if (!spec.route.startsWith('GET ')) {
            if (person.byCookie) ofOurs(request);
            if (person.session.impersonatedBy && !byStandIn) throw new Problem(403, 'impersonating');
          }
          const answered = await answer({ ...request, person, unit, platform, key });
          if ('refused' in answered) return answered;
          return { ...answered, cookies: [...person.cookies, ...(answered.cookies ?? [])] };
        },
        isStolen,
      ).catch(taken);
    },
  });
};

/** What is unique is somebody else's. */
const taken = (error: unknown): never => {
  if (error instanceof ClaimTaken) throw new Problem(409, `${error.claim.field}-taken`, { field: error.claim.field });
  throw error;
};
