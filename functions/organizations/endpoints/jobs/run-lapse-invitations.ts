import { byHand } from '@waybill/kernel';
import { organization } from '../../domain/organization.ts';
import { lapseInvitations } from '../../schedules/lapse-invitations.ts';

export const runLapseInvitations = byHand(lapseInvitations, {
  summary: 'Lapse invitations',
  description: 'Deletes invitations seven days after they expired. A schedule does so every night.',
  authority: organization,
});
