import { endpoint, id, mustBe, notAMember, roleTooLow, standing, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRole, OrgType } from '#events/identity';
import { organization } from '../organization.ts';
import { organizationNotFound } from '../problems.ts';
import { streamIn } from '../streams.ts';

export const getOrganization = endpoint({
  summary: 'Get an organization',
  description: 'The organization that the token is for, and the caller’s role in it at this moment.',
  route: 'GET /organizations/{organizationId}',
  role: 'auditor',
  standing: 'current',
  input: z.strictObject({ organizationId: id().describe('The organization.') }),
  example: { organizationId: exampleIds.organization },
  output: z
    .object({
      organizationId: z.uuid().describe('The organization.'),
      name: z.string().describe('What it is called.'),
      slug: z.string().describe('Its name in links.'),
      type: OrgType,
      role: MemberRole.describe('The caller’s role.'),
      members: z.int().describe('How many members it has.'),
      createdAt: z.iso.datetime().describe('When it was created.'),
      version: z.int().describe('How many events it is made of; `ETag` has it in quotes.'),
    })
    .meta({ id: 'Organization', description: 'An organization, and the caller’s role in it.' }),
  refuses: [organizationNotFound, notAMember, roleTooLow],
  reaches: [{ to: 'read', source: organization }],

  answer:
    ({ events }) =>
    async ({ input: { organizationId }, caller }) => {
      const history = await events.read(streamIn(caller.orgId, organization.name, organizationId));
      const state = organization.fold(history);
      if (!state) return organizationNotFound();
      const no = mustBe('auditor', state, caller);
      if (no) return no;
      const { name, slug, type, createdAt } = state;
      const role = standing(state, caller)!;
      const members = Object.keys(state.members).length;
      const version = history.length;
      return {
        body: { organizationId, name, slug, type, role, members, createdAt, version },
        headers: { etag: `"${version}"` },
      };
    },
});
