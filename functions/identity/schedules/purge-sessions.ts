import { sessions } from '@waybill/auth';
import { schedule } from '@waybill/kernel';
import { impersonations } from '../impersonations.ts';
import { purged, purgeReaches } from '../purged.ts';

/** Sessions that are over are absent already; here they are taken out, and what was noted beside them. */
export const purgeSessions = schedule({
  name: 'purgeSessions',
  every: 'cron(30 2 * * ? *)',
  reaches: purgeReaches(sessions, impersonations),
  page: async (platform, cursor) => {
    if (cursor !== 'beside') {
      const { affected, next } = await purged(platform, sessions);
      return { affected, next: next ?? 'beside' };
    }
    const { next } = await purged(platform, impersonations);
    return { affected: 0, next: next && 'beside' };
  },
});
