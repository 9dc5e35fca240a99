import { command, id, mustBe, refuse, z } from '@waybill/kernel';
import { InvitationCancelled } from '#events/identity';
import { byCaller } from '../by-caller.ts';
import { invitations, keepInvitation } from '../invitations.ts';
import { organization } from '../organization.ts';

export const cancelInvitation = command({
  summary: 'Take an invitation back',
  route: 'DELETE /organizations/{organizationId}/invitations/{invitationId}',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({ organizationId: id(), invitationId: id() }),
  on: organization,
  ...byCaller,
  keeps: [invitations],

  decide: (organization, { organizationId, invitationId }, { caller, sees }) => {
    const no = mustBe('officer', { ...organization, ...sees }, caller);
    if (no) return no;
    const invitation = organization.invitations[invitationId];
    if (!invitation) return refuse('invitation-not-found', {}, 404);
    const { status, expiresAt } = invitation;
    if (status === 'Cancelled') return [];
    if (status !== 'Pending') return refuse('invitation-not-pending', { current: status });
    return [InvitationCancelled({ invitationId }), keepInvitation(invitationId, expiresAt, { organizationId })];
  },
});
