import { command, drop, id, refuse, z } from '@waybill/kernel';
import { MemberRemoved } from '#events/identity';
import { isLastOwner } from '../is-last-owner.ts';
import { membershipId, memberships } from '../memberships.ts';
import { mustBe } from '../must-be.ts';
import { organization } from '../organization.ts';

export const removeMember = command({
  summary: 'Take a member out of an organisation: they are out with their next token',
  route: 'DELETE /organizations/{organizationId}/members/{userId}',
  role: 'owner',
  input: z.strictObject({ organizationId: id(), userId: id() }),
  on: organization,
  keeps: [memberships],

  decide: (organization, { organizationId, userId }, { caller }) => {
    const no = mustBe('owner', organization, caller);
    if (no) return no;
    if (!organization.members[userId]) return refuse('member-not-found', {}, 404);
    if (isLastOwner(organization, userId)) return refuse('last-owner');
    const why = userId === caller.userId ? 'left' : 'removed';
    return [MemberRemoved({ userId, why }), drop(memberships, membershipId({ userId, organizationId }))];
  },
});
