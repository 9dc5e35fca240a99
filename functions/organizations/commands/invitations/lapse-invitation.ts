import { command, deleteRecord, id, z } from '@waybill/kernel';
import { InvitationLapsed } from '#events/organizations';
import { invitations, isLapsed } from '../../domain/invitations/invitations.ts';
import { organization } from '../../domain/organization.ts';

export const lapseInvitation = command({
  summary: 'Delete an invitation seven days after it expired',
  role: 'owner',
  input: z.strictObject({ organizationId: id(), invitationId: id() }),
  on: organization,
  writes: { invitations },

  decide: ({ invitations: known }, { invitationId }, _, { now }) => {
    const invitation = known[invitationId];
    if (!invitation) return [deleteRecord(invitations, invitationId)];
    // It was sent again since the job read the record.
    if (!isLapsed(invitation, now)) return [];
    return [InvitationLapsed({ invitationId }), deleteRecord(invitations, invitationId)];
  },
});
