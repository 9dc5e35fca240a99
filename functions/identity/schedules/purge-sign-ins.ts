import { schedule } from '@waybill/kernel';
import { purged, purgeReaches } from '../purged.ts';
import { signIns } from '../sign-ins.ts';

/** Attempts to sign in are kept for 90 days: then they are taken out. */
export const purgeSignIns = schedule({
  name: 'purgeSignIns',
  every: 'cron(45 2 * * ? *)',
  reaches: purgeReaches(signIns),
  page: (platform) => purged(platform, signIns),
});
