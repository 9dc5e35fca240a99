import { organization } from '@waybill/auth';
import { byHand } from '@waybill/kernel';
import { endConsents } from '../../schedules/end-consents.ts';

export const runEndConsents = byHand(endConsents, {
  summary: 'End consents',
  description: 'Records the end of expired consents to emulation. A schedule does so every night.',
  authority: organization,
});
