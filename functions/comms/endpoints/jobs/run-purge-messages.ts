import { byHand } from '@waybill/kernel';
import { members } from '#events/organizations';
import { purgeMessages } from '../../schedules/purge-messages.ts';

export const runPurgeMessages = byHand(purgeMessages, {
  summary: 'Purge messages',
  description: 'Deletes the content of notifications after 90 days. A schedule does so every night.',
  authority: members,
});
