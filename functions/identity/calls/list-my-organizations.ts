import { z } from '@waybill/kernel';
import { MemberRole, OrgType } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';

export const listMyOrganizations = asPerson({
  summary: 'Where one belongs, as what, and which of them one works for now',
  route: 'GET /organizations',
  input: z.strictObject({}),
  output: z.object({
    items: z.array(
      z.object({
        organizationId: z.uuid(),
        name: z.string(),
        slug: z.string(),
        type: OrgType,
        role: MemberRole,
        since: z.iso.datetime(),
        active: z.boolean(),
      }),
    ),
  }),
  reaches: [
    { to: 'consult', register: memberships },
    { to: 'read', source: organization },
  ],

  answer: async ({ person: { user, session }, unit, platform }) => {
    const all = await unit.under(memberships, 'userId', user.id);
    const found = await Promise.all(
      all.map(async ({ data: { organizationId } }) => {
        const organization = await organizationOf(platform, organizationId);
        const member = organization?.members[user.id];
        if (!organization || !member) return [];
        const { name, slug, type } = organization;
        const active = organizationId === session.activeOrganizationId;
        return [{ organizationId, name, slug, type, ...member, active }];
      }),
    );
    return { body: { items: found.flat().toSorted((a, b) => a.name.localeCompare(b.name)) } };
  },
});
