import { activation, person, sessions, withoutRights } from '@waybill/auth';
import { command, id, isRefusal, putRecord, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { InvitationAccepted, MemberJoined, memberships } from '#events/organizations';
import { answerable, answerableRefuses } from '../../domain/invitations/answerable.ts';
import { invitations, keepInvitation } from '../../domain/invitations/invitations.ts';
import { mostMembers } from '../../domain/limits.ts';
import { membershipId } from '../../domain/members/memberships.ts';
import { organization } from '../../domain/organization.ts';
import { alreadyMember, emailNotVerified, organizationNotFound, tooManyMembers } from '../../domain/problems.ts';

export const acceptInvitation = command({
  summary: 'Accept an invitation',
  description:
    'The caller becomes a member of the organization, which becomes the active one of the session: get a new token. The invitation must be for the verified address of the caller.',
  route: 'POST /organizations/{organizationId}/invitations/{invitationId}/acceptance',
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
  refuses: [emailNotVerified, organizationNotFound, ...answerableRefuses, alreadyMember, tooManyMembers],
  writes: { memberships, invitations, sessions },

  // Without a verified address the refusal does not reveal whether the organization exists.
  begin: (_, __, { person: { user } }) => (user.emailVerified ? organizationNotFound() : emailNotVerified()),
  decide: (organization, { organizationId, invitationId }, _, { person: { user, session }, now }) => {
    if (!user.emailVerified) return emailNotVerified();
    const invitation = answerable(organization, { invitationId, email: user.email }, now);
    if (isRefusal(invitation)) return invitation;
    const userId = user.id;
    if (organization.members[userId]) return alreadyMember();
    if (Object.keys(organization.members).length >= mostMembers) return tooManyMembers({ most: mostMembers });
    const { role, expiresAt } = invitation;
    return [
      InvitationAccepted({ invitationId, userId }),
      MemberJoined({ userId, role, invitationId }),
      putRecord(memberships, membershipId({ userId, organizationId }), { userId, organizationId }),
      keepInvitation(invitationId, expiresAt, { organizationId }),
      ...activation(session, organizationId),
    ];
  },
});
