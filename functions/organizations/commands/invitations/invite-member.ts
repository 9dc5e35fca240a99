import { users } from '@waybill/auth';
import { command, email, id, mustBe, notAMember, optionalName, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { InvitationSent, MemberRole } from '#events/organizations';
import { byCaller } from '../../domain/by-caller.ts';
import { invitationLimits } from '../../domain/invitations/invitation-limits.ts';
import { invitationStatus } from '../../domain/invitations/invitation-status.ts';
import { answerableUntil, invitations, keepInvitation } from '../../domain/invitations/invitations.ts';
import { mostMembers, mostPending } from '../../domain/limits.ts';
import { mayGrant } from '../../domain/members/may-give.ts';
import { organization } from '../../domain/organization.ts';
import {
  alreadyMember,
  invitationPending,
  roleNotYoursToGive,
  tooManyInvitations,
  tooManyMembers,
} from '../../domain/problems.ts';

export const inviteMember = command({
  summary: 'Invite a member',
  description: 'Mails an invitation to a role below the caller’s own. It can be answered for seven days.',
  route: 'POST /organizations/{organizationId}/invitations',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  limits: invitationLimits,
  status: 201,
  part: 'invitationId',
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    email: email(),
    role: MemberRole.describe('The role of the new member: below the caller’s own.'),
    name: optionalName(100).describe('What to call the person in the mail.'),
  }),
  example: {
    organizationId: exampleIds.organization,
    email: 'grace@example.com',
    role: 'agent',
    name: 'Grace Hopper',
  },
  on: organization,
  refuses: [
    notAMember,
    roleTooLow,
    roleNotYoursToGive,
    alreadyMember,
    tooManyMembers,
    invitationPending,
    tooManyInvitations,
  ],
  reads: { ...byCaller, invitee: { of: users, by: 'email', id: ({ email }) => email } },
  writes: { invitations },

  decide: (organization, { organizationId, email, role, name }, { callerKey, invitee }, { caller, now, newId }) => {
    const authority = { ...organization, callerKey };
    const no = mustBe('officer', authority, caller) ?? mayGrant(role, authority, caller);
    if (no) return no;
    if (invitee && organization.members[invitee.id]) return alreadyMember();
    if (Object.keys(organization.members).length >= mostMembers) return tooManyMembers({ most: mostMembers });
    const pending = Object.values(organization.invitations).filter((it) => invitationStatus(it, now) === 'Pending');
    if (pending.some((it) => it.email === email)) return invitationPending();
    if (pending.length >= mostPending) return tooManyInvitations({ most: mostPending });
    const [invitationId, expiresAt] = [newId('invitation'), answerableUntil(now)];
    return [
      InvitationSent({ invitationId, email, name, role, expiresAt }),
      keepInvitation(invitationId, expiresAt, { organizationId, email }),
    ];
  },
  responseSchema: z.object({ invitationId: z.uuid().describe('The invitation.') }),
  respond: (_, { newId }) => ({ invitationId: newId('invitation') }),
});
