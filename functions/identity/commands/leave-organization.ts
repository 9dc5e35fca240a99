import { command, drop, id, refuse, z } from '@waybill/kernel';
import { MemberRemoved } from '#events/identity';
import { isLastOwner } from '../is-last-owner.ts';
import { membershipId, memberships } from '../memberships.ts';
import { organization } from '../organization.ts';

export const leaveOrganization = command({
  summary: 'Leave an organisation; its last owner cannot',
  route: 'POST /organizations/{organizationId}/departure',
  role: 'auditor',
  input: z.strictObject({ organizationId: id() }),
  on: organization,
  keeps: [memberships],

  decide: (organization, { organizationId }, { caller: { userId, impersonatedBy } }) => {
    if (!organization.members[userId]) return refuse('not-a-member', {}, 403);
    if (impersonatedBy) return refuse('impersonating', {}, 403);
    if (isLastOwner(organization, userId)) return refuse('last-owner');
    return [MemberRemoved({ userId, why: 'left' }), drop(memberships, membershipId({ userId, organizationId }))];
  },
});
