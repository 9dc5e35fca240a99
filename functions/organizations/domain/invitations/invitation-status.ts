import type { Invitation } from '../organization.ts';

export const invitationStatuses = ['Pending', 'Accepted', 'Declined', 'Cancelled', 'Expired'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** The current status of an invitation. A pending one whose time is over counts as expired. */
export const invitationStatus = ({ status, expiresAt }: Invitation, now: string): InvitationStatus =>
  status === 'Pending' && expiresAt <= now ? 'Expired' : status;
