import { users } from '@waybill/auth';
import { call, id, largePage, mustBe, notAMember, rank, roleTooLow, z } from '@waybill/kernel';
import { MemberRole } from '#events/identity';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';
import { pageFrom } from '../page-from.ts';
import { organizationNotFound } from '../problems.ts';

export const listMembers = call({
  summary:
    'Who belongs to the organisation, the highest first; from officer on also what they are called and where to write to them',
  route: 'GET /organizations/{organizationId}/members',
  role: 'auditor',
  standing: 'current',
  input: z.strictObject({
    organizationId: id(),
    ...largePage,
  }),
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
    nextCursor: z.string().optional(),
  }),
  refuses: [organizationNotFound, notAMember, roleTooLow],
  reaches: [
    { to: 'read', source: organization },
    { to: 'consult', register: users },
  ],

  answer:
    (platform) =>
    async ({ input: { organizationId, limit, cursor }, caller }) => {
      const state = organizationId === caller.orgId ? await organizationOf(platform, organizationId) : undefined;
      if (!state) return organizationNotFound();
      const no = mustBe('auditor', state, caller);
      if (no) return no;
      const named = mustBe('officer', state, caller) === undefined;
      const members = Object.entries(state.members).map(([userId, member]) => ({ userId, ...member }));
      const highestFirst = members.toSorted((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
      const question = `${organizationId} members`;
      const shown = await pageFrom(platform.cursors, highestFirst, positionOf, { question, limit, cursor });
      const items = shown.items.map(async (member) => {
        const user = named ? (await platform.registers.entry(users, member.userId))?.data : undefined;
        return { ...member, ...(user && { name: user.name, username: user.username ?? undefined, email: user.email }) };
      });
      return { body: { ...shown, items: await Promise.all(items) } };
    },
});

interface Listed {
  readonly userId: string;
  readonly role: MemberRole;
  readonly since: string;
}

const positionOf = ({ userId, role, since }: Listed) => `${9 - rank(role)}#${since}#${userId}`;
