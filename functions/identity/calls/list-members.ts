import { users } from '@waybill/auth';
import { call, id, refuse, z } from '@waybill/kernel';
import { MemberRole } from '#events/identity';
import { mustBe } from '../must-be.ts';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';
import { rank } from '../rank.ts';

export const listMembers = call({
  summary:
    'Who belongs to the organisation, the highest first; from officer on also what they are called and where to write to them',
  route: 'GET /organizations/{organizationId}/members',
  role: 'auditor',
  input: z.strictObject({ organizationId: id() }),
  output: z.object({
    items: z.array(
      z.object({
        userId: z.string(),
        role: MemberRole,
        since: z.iso.datetime(),
        name: z.string().optional(),
        username: z.string().optional(),
        email: z.string().optional(),
      }),
    ),
  }),
  reaches: [
    { to: 'read', source: organization },
    { to: 'consult', register: users },
  ],

  answer:
    (platform) =>
    async ({ input: { organizationId }, caller }) => {
      const state = organizationId === caller.orgId ? await organizationOf(platform, organizationId) : undefined;
      if (!state) return refuse('organization-not-found', {}, 404);
      const no = mustBe('auditor', state, caller);
      if (no) return no;
      const named = mustBe('officer', state, caller) === undefined;
      const members = Object.entries(state.members).map(async ([userId, member]) => {
        const user = named ? (await platform.registers.entry(users, userId))?.data : undefined;
        const known = user && { name: user.name, username: user.username ?? undefined, email: user.email };
        return { userId, ...member, ...known };
      });
      const items = (await Promise.all(members)).toSorted(
        (a, b) => rank(b.role) - rank(a.role) || (a.since < b.since ? -1 : 1),
      );
      return { body: { items } };
    },
});
