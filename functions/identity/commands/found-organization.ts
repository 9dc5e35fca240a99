import { command, id, keep, text, z } from '@waybill/kernel';
import { MemberJoined, OrganizationCreated, OrgType } from '#events/identity';
import { membershipId, memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import { slugs } from '../slugs.ts';

/** Its founder is its first owner. Who may found one of that type is asked by whoever commands it. */
export const foundOrganization = command({
  summary: 'Found an organisation',
  role: 'auditor',
  input: z.strictObject({ organizationId: id(), name: text(100), slug: z.string(), type: OrgType }),
  on: organization,
  keeps: [memberships, slugs],

  begin: ({ organizationId, name, slug, type }, { caller: { userId } }) => [
    OrganizationCreated({ name, slug, type }),
    MemberJoined({ userId, role: 'owner' }),
    keep(slugs, organizationId, { slug }),
    keep(memberships, membershipId({ userId, organizationId }), { userId, organizationId }),
  ],
});
