import type { Invitation } from './organization.ts';

export const invitationStatuses = ['Pending', 'Accepted', 'Declined', 'Cancelled', 'Expired'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** How an invitation stands now: one that nobody answered in time has expired. */
export const invitationStatus = ({ status, expiresAt }: Invitation, now: string): InvitationStatus =>
  status === 'Pending' && expiresAt <= now ? 'Expired' : status;
