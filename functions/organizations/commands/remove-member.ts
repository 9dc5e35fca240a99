import { command, deleteRecord, id, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRemoved, memberships } from '#events/organizations';
import { byCaller } from '../domain/by-caller.ts';
import { cancelled, DepartureAnswer, departureAnswer, keysMade } from '../domain/members/departure.ts';
import { isLastOwner } from '../domain/members/is-last-owner.ts';
import { membershipId } from '../domain/members/memberships.ts';
import { organization } from '../domain/organization.ts';
import { lastOwner, memberNotFound } from '../domain/problems.ts';

export const removeMember = command({
  summary: 'Remove a member',
  description:
    'Pending invitations that the member sent are cancelled. The answer names these, and the API keys whose secrets the member knows.',
  route: 'DELETE /organizations/{organizationId}/members/{userId}',
  role: 'owner',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({ organizationId: id().describe('The organization.'), userId: id().describe('The member.') }),
  example: { organizationId: exampleIds.organization, userId: exampleIds.member },
  on: organization,
  refuses: [notAMember, roleTooLow, memberNotFound, lastOwner],
  reads: { ...byCaller, membership: { of: memberships, id: (input) => membershipId(input) } },
  writes: { memberships },

  decide: (organization, { organizationId, userId }, { membership, callerKey }, { caller, now }) => {
    const no = mustBe('owner', { ...organization, callerKey }, caller);
    if (no) return no;
    if (!organization.members[userId]) return memberNotFound();
    if (isLastOwner(organization, userId)) return lastOwner();
    const why = userId === caller.userId ? 'left' : 'removed';
    return [
      MemberRemoved({ userId, why, ...keysMade(membership, now) }),
      ...cancelled(organization, userId, undefined, now),
      deleteRecord(memberships, membershipId({ userId, organizationId })),
    ];
  },
  responseSchema: DepartureAnswer,
  respond: (_, { events }) => departureAnswer(events),
});
