import { type Refusal, refuse } from '@waybill/kernel';
import { invitationStatus } from './invitation-status.ts';
import type { Invitation, Organization } from './organization.ts';

/** The invitation, if it is theirs and can still be answered; to others it is not there. */
export const answerable = (
  { invitations }: Pick<Organization, 'invitations'>,
  { invitationId, email }: { readonly invitationId: string; readonly email: string },
  now: string,
): Invitation | Refusal => {
  const invitation = invitations[invitationId];
  if (invitation?.email !== email) return refuse('invitation-not-found', {}, 404);
  const status = invitationStatus(invitation, now);
  if (status === 'Expired') return refuse('invitation-expired');
  return status === 'Pending' ? invitation : refuse('invitation-not-pending', { current: status });
};
