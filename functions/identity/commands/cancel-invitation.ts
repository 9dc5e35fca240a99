import { command, id, refuse, z } from '@waybill/kernel';
import { InvitationCancelled } from '#events/identity';
import { invitations, keepInvitation } from '../invitations.ts';
import { mustBe } from '../must-be.ts';
import { organization } from '../organization.ts';

export const cancelInvitation = command({
  summary: 'Take an invitation back',
  route: 'DELETE /organizations/{organizationId}/invitations/{invitationId}',
  role: 'officer',
  input: z.strictObject({ organizationId: id(), invitationId: id() }),
  on: organization,
  keeps: [invitations],

  decide: (organization, { organizationId, invitationId }, { caller }) => {
    const no = mustBe('officer', organization, caller);
    if (no) return no;
    const invitation = organization.invitations[invitationId];
    if (!invitation) return refuse('invitation-not-found', {}, 404);
    const { status, expiresAt } = invitation;
    if (status === 'Cancelled') return [];
    if (status !== 'Pending') return refuse('invitation-not-pending', { current: status });
    return [InvitationCancelled({ invitationId }), keepInvitation(invitationId, expiresAt, { organizationId })];
  },
});
