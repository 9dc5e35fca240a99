import { command, id, isRefusal, putRecord, z } from '@waybill/kernel';
import { InvitationAccepted, MemberJoined } from '#events/identity';
import { answerable, answerableRefuses } from '../answerable.ts';
import { email } from '../fields.ts';
import { invitations, keepInvitation } from '../invitations.ts';
import { mostMembers } from '../limits.ts';
import { membershipId, memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import { alreadyMember, tooManyMembers } from '../problems.ts';

/** That the address is the caller's own is made sure of by whoever commands it. */
export const joinByInvitation = command({
  summary: 'Become a member by an invitation',
  role: 'auditor',
  input: z.strictObject({ organizationId: id(), invitationId: id(), email: email() }),
  on: organization,
  refuses: [...answerableRefuses, alreadyMember, tooManyMembers],
  writes: { memberships, invitations },

  decide: (organization, { organizationId, ...asked }, _, { caller: { userId }, now }) => {
    const invitation = answerable(organization, asked, now);
    if (isRefusal(invitation)) return invitation;
    if (organization.members[userId]) return alreadyMember();
    if (Object.keys(organization.members).length >= mostMembers) return tooManyMembers({ most: mostMembers });
    const [{ invitationId }, { role, expiresAt }] = [asked, invitation];
    return [
      InvitationAccepted({ invitationId, userId }),
      MemberJoined({ userId, role, invitationId }),
      putRecord(memberships, membershipId({ userId, organizationId }), { userId, organizationId }),
      keepInvitation(invitationId, expiresAt, { organizationId }),
    ];
  },
});
