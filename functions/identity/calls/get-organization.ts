import { call, id, mustBe, notAMember, roleTooLow, standing, z } from '@waybill/kernel';
import { MemberRole, OrgType } from '#events/identity';
import { organization } from '../organization.ts';
import { organizationNotFound } from '../problems.ts';
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
  refuses: [organizationNotFound, notAMember, roleTooLow],
  reaches: [{ to: 'read', source: organization }],

  answer:
    ({ events }) =>
    async ({ input: { organizationId }, caller }) => {
      const history = await events.read(streamIn(caller.orgId, organization.name, organizationId));
      const state = organization.replay(history);
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
