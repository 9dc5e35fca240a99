import { command, deleteRecord, id, z } from '@waybill/kernel';
import { InvitationLapsed } from '#events/identity';
import { invitations, isLapsed } from '../invitations.ts';
import { organization } from '../organization.ts';

export const lapseInvitation = command({
  summary: 'Forget an invitation that has been past its time for seven days',
  role: 'owner',
  input: z.strictObject({ organizationId: id(), invitationId: id() }),
  on: organization,
  writes: { invitations },

  decide: ({ invitations: known }, { invitationId }, _, { now }) => {
    const invitation = known[invitationId];
    if (!invitation) return [deleteRecord(invitations, invitationId)];
    // Somebody has sent it once more since the job looked.
    if (!isLapsed(invitation, now)) return [];
    return [InvitationLapsed({ invitationId }), deleteRecord(invitations, invitationId)];
  },
});
