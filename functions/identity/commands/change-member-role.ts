import { command, id, refuse, z } from '@waybill/kernel';
import { MemberRole, MemberRoleChanged } from '#events/identity';
import { isLastOwner } from '../is-last-owner.ts';
import { mustBe } from '../must-be.ts';
import { organization } from '../organization.ts';
import { rank } from '../rank.ts';
import { standing } from '../standing.ts';

export const changeMemberRole = command({
  summary: 'Give a member another role: an owner any, an officer those below an officer to those below an officer',
  route: 'PUT /organizations/{organizationId}/members/{userId}/role',
  role: 'officer',
  input: z.strictObject({ organizationId: id(), userId: id(), role: MemberRole }),
  on: organization,

  decide: (organization, { userId, role: to }, { caller }) => {
    const no = mustBe('officer', organization, caller);
    if (no) return no;
    const from = organization.members[userId]?.role;
    if (!from) return refuse('member-not-found', {}, 404);
    const own = standing(organization, caller)!;
    if (own !== 'owner' && [from, to].some((role) => rank(role) >= rank(own)))
      return refuse('role-not-yours-to-give', { role: own }, 403);
    if (from === to) return [];
    if (isLastOwner(organization, userId)) return refuse('last-owner');
    return MemberRoleChanged({ userId, from, to });
  },
});
