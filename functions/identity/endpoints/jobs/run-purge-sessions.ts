import { organization } from '@waybill/auth';
import { byHand } from '@waybill/kernel';
import { purgeSessions } from '../../schedules/purge-sessions.ts';

export const runPurgeSessions = byHand(purgeSessions, {
  summary: 'Purge sessions',
  description:
    'Deletes expired sessions, and records the end of expired impersonations. A schedule does so every night.',
  authority: organization,
});
