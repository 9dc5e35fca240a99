import { person } from '@waybill/auth';

import { query, z } from '@waybill/kernel';
import { MemberRole, memberships, OrgType } from '#events/organizations';
import { organization } from '../domain/organization.ts';
import { organizationOf } from '../domain/organization-of.ts';

/** A limit, because each one costs a read of the organization. */
const shownAtMost = 100;

export const listMyOrganizations = query({
  summary: 'List your organizations',
  description: 'Your organizations by name, and which of them is active in the session.',
  route: 'GET /organizations',
  role: 'person',
  as: person,
  input: z.strictObject({}),
  output: z.object({
    items: z
      .array(
        z
          .object({
            organizationId: z.uuid().describe('The organization.'),
            name: z.string().describe('The name.'),
            slug: z.string().describe('Its name in links.'),
            type: OrgType,
            role: MemberRole.describe('The caller’s role.'),
            since: z.iso.datetime().describe('Since when the caller belongs to it.'),
            active: z.boolean().describe('Whether it is active in the session.'),
          })
          .meta({ id: 'MyOrganization', description: 'An organization that the caller belongs to.' }),
      )
      .describe('The organizations.'),
    complete: z.boolean().describe('False if the caller belongs to more than are shown.'),
  }),
  reads: { memberships, organization },

  answer: async (_, reads, { person: { user, session } }) => {
    const all = await reads.memberships.findBy('userId', user.id, { limit: shownAtMost + 1 });
    const found = await Promise.all(
      all.slice(0, shownAtMost).map(async ({ data: { organizationId } }) => {
        const organization = await organizationOf(reads, organizationId);
        const member = organization?.members[user.id];
        if (!organization || !member) return [];
        const { name, slug, type } = organization;
        const active = organizationId === session.activeOrganizationId;
        return [{ organizationId, name, slug, type, ...member, active }];
      }),
    );
    const items = found.flat().toSorted((a, b) => a.name.localeCompare(b.name));
    return { items, complete: all.length <= shownAtMost };
  },
});
