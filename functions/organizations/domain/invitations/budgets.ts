import type { Budget } from '@waybill/kernel';

const hour = 3_600;

/** Invitations that one organization, and one person in all their organizations, may send or send again. */
export const invitationsOfOrganization: Budget = {
  name: 'invite-organization',
  most: 60,
  seconds: hour,
  counts: 'requests',
};
export const invitationsOfPerson: Budget = { name: 'invite-person', most: 60, seconds: hour, counts: 'requests' };
/** How often one invitation may be sent again. */
export const resendings: Budget = { name: 'resend-invitation', most: 3, seconds: hour, counts: 'requests' };
