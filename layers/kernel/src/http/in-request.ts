import { newOnce, type Once } from '../access/declared/once.ts';
import type { Access } from '../access/handles.ts';
import { type Declares, openAccess } from '../access/open-access.ts';
import type { Origin } from '../access/origin.ts';
import { digest, newId } from '../ids.ts';
import type { Caller, Development, Platform } from '../platform.ts';
import type { ProblemType, Refusal } from '../problems/problem.ts';
import { isRefusal } from '../write/decision.ts';
import { inUnitOfWork, type UnitOfWork } from '../write/unit/unit-of-work.ts';
import type { Authenticated } from './authentication.ts';
import type { HttpRequest, HttpSpec } from './edge.ts';
import { idempotencyKey } from './headers.ts';

/** What a function receives about a request in addition to its input. */
export interface RequestContext<Who = undefined> extends Omit<HttpRequest<unknown>, 'input'> {
  /** The time of the request, ISO-8601. */
  readonly now: string;
  /** The user that `as` authenticated. */
  readonly person: Who;
  readonly stage: string;
  readonly apiUrl: () => string;
  readonly development?: Development | undefined;
  readonly once: Once;
  /**
   * An id for something that the request creates: the same one when the request is repeated with its idempotency key.
   */
  readonly newId: (what: string) => string;
}

export interface InRequest<T> {
  readonly value: T;
  readonly cookies: readonly string[];
}

type Spec = HttpSpec<any> & Declares & { readonly commitsOn?: readonly ProblemType[] };

/** Authenticates and executes in one unit of work. `guarded`: the commit fails if a stream that was read has grown. */
export const inRequest = <T>(
  platform: Platform,
  spec: Spec,
  request: HttpRequest<any>,
  work: (access: any, context: any, unit: UnitOfWork) => Promise<T | Refusal>,
  { guarded = true } = {},
): Promise<InRequest<T> | Refusal> => {
  const { route } = spec;
  const as = spec.as?.for(spec);
  const once = newOnce();
  const key = `${route} ${idempotencyKey(request.header('idempotency-key'))}`;
  const committing = [...(spec.commitsOn ?? []), ...(as?.commitsOn ?? [])].map(({ code }) => code);
  return inUnitOfWork(
    platform,
    async (unit): Promise<InRequest<T> | Refusal> => {
      let caller: Caller = request.caller;
      const origin = (): Origin => ({
        caller,
        commandId: digest(`${caller.orgId} ${caller.userId} ${key}`),
        inputHash: digest(JSON.stringify(request.input)),
        clientInput: request.input,
        correlationId: request.correlationId,
        causationId: request.requestId,
        key,
      });
      const opened = { platform, unit, origin, once };
      const about = { now: unit.now, apiUrl: platform.apiUrl };
      const found: Authenticated<any> | Refusal | undefined =
        as && (await as.authenticate(request, openAccess(as, { ...opened, org: '-' }), about));
      if (found && isRefusal(found)) return found;
      if (found) caller = found.caller;
      const access: Access<any, any, any> = openAccess(spec, { ...opened, org: caller.orgId, guarded });
      const { stage, apiUrl, development } = platform;
      const { input, ...rest } = request;
      const context = {
        ...rest,
        caller,
        now: unit.now().toISOString(),
        person: found?.person,
        stage,
        apiUrl,
        development,
        once,
        newId: (what: string) => newId(`${origin().commandId} ${what}`),
      };
      const value = await work(access, context, unit);
      return isRefusal(value) ? value : { value, cookies: found?.cookies ?? [] };
    },
    { commits: ({ refused }) => committing.includes(refused), name: route },
  );
};
