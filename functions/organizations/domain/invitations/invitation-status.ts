import type { Invitation } from '../organization.ts';

export const invitationStatuses = ['Pending', 'Accepted', 'Declined', 'Cancelled', 'Expired'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** The status of an invitation now: a pending one whose time is up has expired. */
export const invitationStatus = ({ status, expiresAt }: Invitation, now: string): InvitationStatus =>
  status === 'Pending' && expiresAt <= now ? 'Expired' : status;
