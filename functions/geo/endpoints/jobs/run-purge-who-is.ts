import { byHand } from '@waybill/kernel';
import { members } from '#events/organizations';
import { purgeWhoIs } from '../../schedules/purge-who-is.ts';

export const runPurgeWhoIs = byHand(purgeWhoIs, {
  summary: 'Purge what is known about addresses',
  description:
    'Deletes what was looked up about IP addresses, 180 days after the month of the lookup. A schedule does so every night.',
  authority: members,
});
