import { sessions, within } from '@waybill/auth';
import { newId, type Platform, schedule } from '@waybill/kernel';
import { endImpersonation, endImpersonationReaches } from '../end-impersonation.ts';
import { impersonations, overBy } from '../impersonations.ts';
import { purged, purgeReaches } from '../purged.ts';

const name = 'purgeSessions';
const pageSize = 100;

/** Records the end of impersonations whose hour is over; those that ended otherwise have no record any more. */
const endedByTime = async (platform: Platform) => {
  const now = platform.clock().toISOString();
  const due = await platform.records.findExpired(impersonations, overBy(now), pageSize);
  let affected = 0;
  for (const { id } of due)
    affected += await within(platform, { by: name, correlationId: newId() }, async (unit) => {
      if (!(await unit.get(impersonations, id))) return 0;
      await endImpersonation(unit, id, 'time-is-up');
      return 1;
    });
  return { affected, next: due.length === pageSize && affected > 0 };
};

/** Sessions that are over are absent already; here they are taken out, and the end of those that acted as somebody else is told. */
export const purgeSessions = schedule({
  name,
  every: 'cron(30 2 * * ? *)',
  reaches: [...purgeReaches(sessions), { to: 'sweep', register: impersonations }, ...endImpersonationReaches],
  page: async (platform, cursor) => {
    if (cursor !== 'beside') {
      const { affected, next } = await purged(platform, sessions);
      return { affected, next: next ?? 'beside' };
    }
    const { affected, next } = await endedByTime(platform);
    return { affected, next: next ? 'beside' : undefined };
  },
});
