import { endImpersonation, endImpersonationNeeds, sessions } from '@waybill/auth';
import { type AccessOf, declares, expired, type SystemContext, schedule } from '@waybill/kernel';
import { impersonations } from '#events/identity';
import { overBy } from '../domain/acting/impersonations.ts';
import { purged } from '../domain/purged.ts';

const pageSize = 100;

const needs = declares({
  reads: { overImpersonations: expired(impersonations) },
  writes: { expiredSessions: expired(sessions), ...endImpersonationNeeds.writes },
});
type Access = AccessOf<typeof needs>;

/** Records the end of expired impersonations. Those that have ended otherwise have no record any more. */
const endedByTime = async ({ overImpersonations }: Access, { now, transact }: SystemContext<Access>) => {
  const due = await overImpersonations(overBy(now().toISOString()), pageSize);
  let affected = 0;
  for (const { id } of due)
    affected += await transact(async (access) => {
      if (!(await access.impersonations.get(id))) return 0;
      await endImpersonation(access, id, 'time-is-up');
      return 1;
    });
  return { affected, next: due.length === pageSize && affected > 0 };
};

/** Deletes expired sessions, and records the end of expired impersonations. */
export const purgeSessions = schedule({
  name: 'purgeSessions',
  every: 'cron(30 2 * * ? *)',
  ...needs,
  page: async (access, cursor, context) => {
    if (cursor !== 'beside') {
      const { affected, next } = await purged(access.expiredSessions, context.now().toISOString());
      return { affected, next: next ?? 'beside' };
    }
    const { affected, next } = await endedByTime(access, context);
    return { affected, next: next ? 'beside' : undefined };
  },
});
