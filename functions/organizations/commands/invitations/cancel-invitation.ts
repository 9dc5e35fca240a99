import { command, id, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { InvitationCancelled } from '#events/organizations';
import { byCaller } from '../../domain/by-caller.ts';
import { invitations, keepInvitation } from '../../domain/invitations/invitations.ts';
import { organization } from '../../domain/organization.ts';
import { invitationNotFound, invitationNotPending } from '../../domain/problems.ts';

export const cancelInvitation = command({
  summary: 'Cancel an invitation',
  description: 'It cannot be accepted any more.',
  route: 'DELETE /organizations/{organizationId}/invitations/{invitationId}',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    invitationId: id().describe('The invitation.'),
  }),
  example: { organizationId: exampleIds.organization, invitationId: exampleIds.invitation },
  on: organization,
  refuses: [notAMember, roleTooLow, invitationNotFound, invitationNotPending],
  reads: byCaller,
  writes: { invitations },

  decide: (organization, { organizationId, invitationId }, reads, { caller }) => {
    const no = mustBe('officer', { ...organization, ...reads }, caller);
    if (no) return no;
    const invitation = organization.invitations[invitationId];
    if (!invitation) return invitationNotFound();
    const { status, expiresAt } = invitation;
    if (status === 'Cancelled') return [];
    if (status !== 'Pending') return invitationNotPending({ current: status });
    return [InvitationCancelled({ invitationId }), keepInvitation(invitationId, expiresAt, { organizationId })];
  },
});
