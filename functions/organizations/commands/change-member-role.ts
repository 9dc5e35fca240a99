import { command, id, mustBe, notAMember, rank, roleTooLow, standing, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRole, MemberRoleChanged, memberships } from '#events/organizations';
import { byCaller } from '../domain/by-caller.ts';
import { cancelled, DepartureAnswer, departureAnswer, keysMade } from '../domain/members/departure.ts';
import { isLastOwner } from '../domain/members/is-last-owner.ts';
import { keepMembership, membershipId } from '../domain/members/memberships.ts';
import { organization } from '../domain/organization.ts';
import { lastOwner, memberNotFound, roleNotYoursToGive } from '../domain/problems.ts';

export const changeMemberRole = command({
  summary: 'Change a member’s role',
  description:
    'Owners give any role. Officers change roles below their own to roles below their own. With a lower role, pending invitations that the member could not send any more are cancelled. The answer names these, and the API keys whose secrets the member knows.',
  route: 'PUT /organizations/{organizationId}/members/{userId}/role',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    userId: id().describe('The member.'),
    role: MemberRole.describe('The new role.'),
  }),
  example: { organizationId: exampleIds.organization, userId: exampleIds.member, role: 'agent' },
  on: organization,
  refuses: [notAMember, roleTooLow, memberNotFound, roleNotYoursToGive, lastOwner],
  reads: { ...byCaller, membership: { of: memberships, id: (input) => membershipId(input) } },
  writes: { memberships },

  decide: (organization, { organizationId, userId, role: to }, { membership, callerKey }, { caller, now }) => {
    const authority = { ...organization, callerKey };
    const no = mustBe('officer', authority, caller);
    if (no) return no;
    const from = organization.members[userId]?.role;
    if (!from) return memberNotFound();
    const own = standing(authority, caller)!;
    if (own !== 'owner' && [from, to].some((role) => rank(role) >= rank(own))) return roleNotYoursToGive({ role: own });
    if (from === to) return [];
    if (isLastOwner(organization, userId)) return lastOwner();
    if (rank(to) > rank(from)) return MemberRoleChanged({ userId, from, to });
    const member = membership ?? { userId, organizationId };
    return [
      MemberRoleChanged({ userId, from, to, ...keysMade(member, now) }),
      ...cancelled(organization, userId, to, now),
      // Written unchanged, so that a key that the member creates at the same moment conflicts, and is named after the
      // retry.
      keepMembership(member),
    ];
  },
  responseSchema: DepartureAnswer,
  respond: (_, { events }) => departureAnswer(events),
});
