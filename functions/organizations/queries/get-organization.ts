import { id, mustBe, notAMember, query, roleTooLow, standing, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRole, OrgType } from '#events/organizations';
import { organization } from '../domain/organization.ts';

export const getOrganization = query({
  summary: 'Get an organization',
  description: 'The organization of the token, and the caller’s current role in it.',
  route: 'GET /organizations/{organizationId}',
  role: 'auditor',
  standing: 'current',
  of: 'organization',
  input: z.strictObject({ organizationId: id().describe('The organization.') }),
  example: { organizationId: exampleIds.organization },
  output: z
    .object({
      organizationId: z.uuid().describe('The organization.'),
      name: z.string().describe('The name.'),
      slug: z.string().describe('Its name in links.'),
      type: OrgType,
      role: MemberRole.describe('The caller’s role.'),
      members: z.int().describe('How many members it has.'),
      createdAt: z.iso.datetime().describe('When it was created.'),
      version: z.int().describe('The number of its events. `ETag` has it in quotes.'),
    })
    .meta({ id: 'Organization', description: 'An organization, and the caller’s role in it.' }),
  refuses: [notAMember, roleTooLow],
  reads: { organization },

  answer: async ({ organizationId }, { organization }, { caller }) => {
    const known = await organization.versioned(organizationId);
    if (!known) return undefined;
    const { state, version } = known;
    const no = mustBe('auditor', state, caller);
    if (no) return no;
    const { name, slug, type, createdAt } = state;
    const role = standing(state, caller)!;
    const members = Object.keys(state.members).length;
    return { organizationId, name, slug, type, role, members, createdAt, version };
  },
});
