import { type Caller, inUnitOfWork, isRefusal, newId, type Platform, Problem } from '@waybill/kernel';
import type { Readable, Things, Usable, Writable } from '@waybill/kernel/access/declared/things';
import type { Access } from '@waybill/kernel/access/handles';
import { type Declares, openAccess } from '@waybill/kernel/access/open-access';

/** Runs code with the declared handles in a unit of work of its own, as a function does. */
export const inUnit = async <R extends Things<Readable>, W extends Things<Writable>, U extends Things<Usable>, Result>(
  platform: Platform,
  needs: Declares<R, W, U>,
  work: (access: Access<R, W, U>, now: string) => Promise<Result>,
  caller: Partial<Caller> = {},
): Promise<Result> => {
  const key = newId();
  const origin = () => ({
    caller: { userId: 'a-user', orgId: '-', orgType: '-', role: 'auditor' as const, ...caller },
    commandId: key,
    inputHash: key,
    clientInput: {},
    correlationId: 'test',
    causationId: 'test',
    sentCausationId: 'test',
    key,
  });
  const result = await inUnitOfWork(platform, (unit) =>
    work(openAccess(needs, { platform, org: '-', unit, origin }), unit.now().toISOString()),
  );
  if (isRefusal(result)) throw Problem.of(result);
  return result;
};
