import type { RefusalOf } from '@waybill/kernel';
import type { Invitation, Organization } from '../organization.ts';
import { invitationExpired, invitationNotFound, invitationNotPending } from '../problems.ts';
import { invitationStatus } from './invitation-status.ts';

export const answerableRefuses = [invitationNotFound, invitationExpired, invitationNotPending] as const;

/** The invitation, if it is for the caller and can still be answered. For other callers it is not found. */
export const answerable = (
  { invitations }: Pick<Organization, 'invitations'>,
  { invitationId, email }: { readonly invitationId: string; readonly email: string },
  now: string,
): Invitation | RefusalOf<typeof answerableRefuses> => {
  const invitation = invitations[invitationId];
  if (invitation?.email !== email) return invitationNotFound();
  const status = invitationStatus(invitation, now);
  if (status === 'Expired') return invitationExpired();
  return status === 'Pending' ? invitation : invitationNotPending({ current: status });
};
