import { z } from '@waybill/kernel';
import { MemberRole, OrgType } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';

/** Each costs a look at the organisation. */
const shownAtMost = 100;

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
    /** False where one belongs to more than are shown. */
    complete: z.boolean(),
  }),
  reaches: [
    { to: 'consult', register: memberships },
    { to: 'read', source: organization },
  ],

  answer: async ({ person: { user, session }, platform }) => {
    const all = await platform.registers.under(memberships, 'userId', user.id, { limit: shownAtMost + 1 });
    const found = await Promise.all(
      all.slice(0, shownAtMost).map(async ({ data: { organizationId } }) => {
        const organization = await organizationOf(platform, organizationId);
        const member = organization?.members[user.id];
        if (!organization || !member) return [];
        const { name, slug, type } = organization;
        const active = organizationId === session.activeOrganizationId;
        return [{ organizationId, name, slug, type, ...member, active }];
      }),
    );
    const items = found.flat().toSorted((a, b) => a.name.localeCompare(b.name));
    return { body: { items, complete: all.length <= shownAtMost } };
  },
});
