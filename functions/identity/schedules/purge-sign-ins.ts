import { expired, schedule } from '@waybill/kernel';
import { purged } from '../domain/purged.ts';
import { signIns } from '../domain/sign-in/sign-ins.ts';

/** Deletes attempts to sign in after 90 days. */
export const purgeSignIns = schedule({
  name: 'purgeSignIns',
  every: 'cron(45 2 * * ? *)',
  writes: { expiredSignIns: expired(signIns) },
  page: ({ expiredSignIns }, _, { now }) => purged(expiredSignIns, now().toISOString()),
});
