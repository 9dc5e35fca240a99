import { secondFactorRequired } from '@waybill/auth';
import { appendTo, command, id, putRecord, text, z } from '@waybill/kernel';
import {
  MemberJoined,
  memberships,
  OrganizationCreated,
  OrgType,
  StaffOrganizationFounded,
} from '#events/organizations';
import { keepMembership } from '../domain/members/memberships.ts';
import { organization } from '../domain/organization.ts';
import { slugTaken, typeNotAllowed } from '../domain/problems.ts';
import { slugs } from '../domain/slugs.ts';

/**
 * The founder is its first owner. With `from`, the founder must own that admin organization and have a second factor,
 * and the creation is recorded there too. Without `from`, the code that calls this command authorizes it: `POST
 * /organizations` for customers, `npm run found` for others.
 */
export const foundOrganization = command({
  summary: 'Found an organization',
  role: 'auditor',
  input: z.strictObject({
    organizationId: id(),
    name: text(100),
    slug: z.string(),
    type: OrgType,
    from: z.object({ organizationId: z.string(), secondFactor: z.boolean() }).optional(),
  }),
  on: organization,
  refuses: [typeNotAllowed, secondFactorRequired, slugTaken],
  reads: {
    founding: { of: organization, id: ({ from }) => from && { org: from.organizationId, id: from.organizationId } },
  },
  writes: { memberships, slugs, founding: organization },

  begin: ({ organizationId, name, slug, type, from }, { founding }, { caller: { userId } }) => {
    const mayFound = founding?.type === 'Admin' && founding.members[userId]?.role === 'owner';
    if (from && !mayFound) return typeNotAllowed({ orgType: type });
    if (from && !from.secondFactor) return secondFactorRequired();
    return [
      OrganizationCreated({ name, slug, type }),
      MemberJoined({ userId, role: 'owner' }),
      ...(from ? [appendTo('founding', StaffOrganizationFounded({ organizationId, type }))] : []),
      putRecord(slugs, organizationId, { slug }),
      keepMembership({ userId, organizationId }),
    ];
  },
  respond: (_, { events }) => ({ slug: events[0]?.data.slug }),
});
