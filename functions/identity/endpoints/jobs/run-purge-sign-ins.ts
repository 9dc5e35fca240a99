import { organization } from '@waybill/auth';
import { byHand } from '@waybill/kernel';
import { purgeSignIns } from '../../schedules/purge-sign-ins.ts';

export const runPurgeSignIns = byHand(purgeSignIns, {
  summary: 'Purge sign-ins',
  description: 'Deletes attempts to sign in after 90 days. A schedule does so every night.',
  authority: organization,
});
