import { command, id, isRefusal, z } from '@waybill/kernel';
import { InvitationDeclined } from '#events/identity';
import { answerable, answerableRefuses } from '../answerable.ts';
import { email } from '../fields.ts';
import { invitations, keepInvitation } from '../invitations.ts';
import { organization } from '../organization.ts';

/** That the address is the caller's own is made sure of by whoever commands it. */
export const turnDownInvitation = command({
  summary: 'Stay away in spite of an invitation',
  role: 'auditor',
  input: z.strictObject({ organizationId: id(), invitationId: id(), email: email() }),
  on: organization,
  refuses: [...answerableRefuses],
  writes: { invitations },

  decide: (organization, { organizationId, ...asked }, _, { now }) => {
    const invitation = answerable(organization, asked, now);
    if (isRefusal(invitation)) return invitation;
    const { invitationId } = asked;
    return [
      InvitationDeclined({ invitationId }),
      keepInvitation(invitationId, invitation.expiresAt, { organizationId }),
    ];
  },
});
