import { call, id, mustBe, refuse, standing, z } from '@waybill/kernel';
import { MemberRole, OrgType } from '#events/identity';
import { organization } from '../organization.ts';
import { streamIn } from '../streams.ts';

export const getOrganization = call({
  summary: 'What the organisation is that one works for, and what one is there',
  route: 'GET /organizations/{organizationId}',
  role: 'auditor',
  standing: 'current',
  input: z.strictObject({ organizationId: id() }),
  output: z.object({
    organizationId: z.uuid(),
    name: z.string(),
    slug: z.string(),
    type: OrgType,
    role: MemberRole,
    members: z.int(),
    createdAt: z.iso.datetime(),
    version: z.int(),
  }),
  reaches: [{ to: 'read', source: organization }],

  answer:
    ({ events }) =>
    async ({ input: { organizationId }, caller }) => {
      const history = await events.read(streamIn(caller.orgId, organization.name, organizationId));
      const state = organization.replay(history);
      if (!state) return refuse('organization-not-found', {}, 404);
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
