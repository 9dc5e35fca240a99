import { command, deleteRecord, id, notAMember, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRemoved, memberships } from '#events/organizations';
import { cancelled, DepartureAnswer, departureAnswer, keysMade } from '../domain/members/departure.ts';
import { isLastOwner } from '../domain/members/is-last-owner.ts';
import { membershipId } from '../domain/members/memberships.ts';
import { organization } from '../domain/organization.ts';
import { lastOwner } from '../domain/problems.ts';

export const leaveOrganization = command({
  summary: 'Leave an organization',
  description:
    'The last owner cannot leave. Pending invitations that the caller sent are cancelled. The answer names these, and the API keys whose secrets the caller knows.',
  route: 'POST /organizations/{organizationId}/departure',
  role: 'auditor',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({ organizationId: id().describe('The organization.') }),
  example: { organizationId: exampleIds.organization },
  on: organization,
  refuses: [notAMember, lastOwner],
  reads: {
    membership: {
      of: memberships,
      id: ({ organizationId }, { caller: { userId } }) => membershipId({ userId, organizationId }),
    },
  },
  writes: { memberships },

  decide: (organization, { organizationId }, { membership }, { caller: { userId }, now }) => {
    if (!organization.members[userId]) return notAMember();
    if (isLastOwner(organization, userId)) return lastOwner();
    return [
      MemberRemoved({ userId, why: 'left', ...keysMade(membership, now) }),
      ...cancelled(organization, userId, undefined, now),
      deleteRecord(memberships, membershipId({ userId, organizationId })),
    ];
  },
  responseSchema: DepartureAnswer,
  respond: (_, { events }) => departureAnswer(events),
});
