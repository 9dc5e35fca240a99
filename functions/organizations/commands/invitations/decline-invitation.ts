import { person, withoutRights } from '@waybill/auth';
import { command, id, isRefusal, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { InvitationDeclined } from '#events/organizations';
import { answerable, answerableRefuses } from '../../domain/invitations/answerable.ts';
import { invitations, keepInvitation } from '../../domain/invitations/invitations.ts';
import { organization } from '../../domain/organization.ts';
import { emailNotVerified, organizationNotFound } from '../../domain/problems.ts';

export const declineInvitation = command({
  summary: 'Decline an invitation',
  description: 'It cannot be accepted any more.',
  route: 'POST /organizations/{organizationId}/invitations/{invitationId}/refusal',
  role: 'person',
  as: person,
  callerOf: withoutRights,
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    invitationId: id().describe('The invitation.'),
  }),
  example: { organizationId: exampleIds.organization, invitationId: exampleIds.invitation },
  status: 200,
  on: organization,
  refuses: [emailNotVerified, organizationNotFound, ...answerableRefuses],
  writes: { invitations },

  // Without a verified address the refusal does not reveal whether the organization exists.
  begin: (_, __, { person: { user } }) => (user.emailVerified ? organizationNotFound() : emailNotVerified()),
  decide: (organization, { organizationId, invitationId }, _, { person: { user }, now }) => {
    if (!user.emailVerified) return emailNotVerified();
    const invitation = answerable(organization, { invitationId, email: user.email }, now);
    if (isRefusal(invitation)) return invitation;
    return [
      InvitationDeclined({ invitationId }),
      keepInvitation(invitationId, invitation.expiresAt, { organizationId }),
    ];
  },
});
