import { schedule } from '@waybill/kernel';
import { purged } from '../purged.ts';
import { signIns } from '../sign-ins.ts';

/** Attempts to sign in are kept for 90 days: then they are taken out. */
export const purgeSignIns = schedule({
  name: 'purgeSignIns',
  every: 'cron(45 2 * * ? *)',
  reaches: [{ to: 'keep', register: signIns }],
  page: (platform) => purged(platform, signIns),
});
