import { newOnce, type Once } from '../access/declared/once.ts';
import { type Declares, openAccess } from '../access/open-access.ts';
import type { Origin } from '../access/origin.ts';
import { newId } from '../ids.ts';
import type { Caller, Development, Platform } from '../platform.ts';
import { Problem } from '../problems/problem.ts';
import { isRefusal } from '../write/decision.ts';
import { inUnitOfWork, type UnitOfWork } from '../write/unit/unit-of-work.ts';

export interface SystemContext<A = any> {
  readonly now: () => Date;
  readonly stage: string;
  readonly development?: Development | undefined;
  /** The handles for another organization: for its commands and streams. */
  readonly inOrg: (org: string) => A;
  /**
   * Runs the work in one unit of work: all of it is committed, or nothing. Throws when every attempt lost an
   * optimistic-concurrency race.
   */
  readonly transact: <T>(work: (access: A) => Promise<T>) => Promise<T>;
}

/**
 * Work without a client request: a job, a setup, the authorizer. Outside of `transact`, records and streams are
 * read-only.
 */
export const openSystem = <A>(
  platform: Platform,
  spec: Declares<any, any, any> & { readonly name: string },
): { readonly access: A; readonly context: SystemContext<A> } => {
  const run = newId();
  const opened = (org: string, unit?: UnitOfWork, once?: Once) =>
    openAccess(spec, { platform, org, unit, once, origin: () => originOf(spec.name, org, run) }) as unknown as A;
  const transact = async <R>(work: (access: A) => Promise<R>): Promise<R> => {
    const once = newOnce();
    const result = await inUnitOfWork(platform, (unit) => work(opened('-', unit, once)), { name: spec.name });
    if (isRefusal(result)) throw Problem.of(result);
    return result;
  };
  const { clock: now, stage, development } = platform;
  return { access: opened('-'), context: { now, stage, development, inOrg: opened, transact } };
};

const originOf = (name: string, org: string, run: string): Origin => {
  const caller: Caller = { userId: name, orgId: org, orgType: '-', role: 'owner' };
  const key = newId();
  const cause = { correlationId: run, causationId: run, sentCausationId: run };
  return { caller, ...cause, commandId: key, inputHash: key, clientInput: {}, key };
};
