import { users } from '@waybill/auth';
import { id, largePage, mustBe, notAMember, pageFrom, query, rank, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRole } from '#events/organizations';
import { organization } from '../domain/organization.ts';

export const listMembers = query({
  summary: 'List members',
  description:
    'The members of the organization, the highest role first. Names and addresses are shown to officers and owners only.',
  route: 'GET /organizations/{organizationId}/members',
  role: 'auditor',
  standing: 'current',
  of: 'organization',
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    ...largePage,
  }),
  example: { organizationId: exampleIds.organization },
  output: z.object({
    items: z
      .array(
        z
          .object({
            userId: z.string().describe('The user.'),
            role: MemberRole.describe('Their role.'),
            since: z.iso.datetime().describe('Since when they belong to the organization.'),
            name: z.string().optional().describe('Their name. For officers and owners.'),
            username: z.string().optional().describe('Their username. For officers and owners.'),
            email: z.string().optional().describe('Their e-mail address. For officers and owners.'),
          })
          .meta({ id: 'Member', description: 'A member of an organization.' }),
      )
      .describe('The members of this page.'),
    nextCursor: z.string().optional().describe('The `cursor` of the next page; the last page has none.'),
  }),
  refuses: [notAMember, roleTooLow],
  reads: { organization, users },

  answer: async ({ organizationId, limit, cursor }, { organization, users }, { caller, cursors }) => {
    const state = await organization.state(organizationId);
    if (!state) return undefined;
    const no = mustBe('auditor', state, caller);
    if (no) return no;
    const named = mustBe('officer', state, caller) === undefined;
    const members = Object.entries(state.members).map(([userId, member]) => ({ userId, ...member }));
    const highestFirst = members.toSorted((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
    const question = `${organizationId} members`;
    const shown = await pageFrom(cursors, highestFirst, positionOf, { question, limit, cursor });
    const items = shown.items.map(async (member) => {
      const user = named ? (await users.get(member.userId))?.data : undefined;
      return { ...member, ...(user && { name: user.name, username: user.username ?? undefined, email: user.email }) };
    });
    return { ...shown, items: await Promise.all(items) };
  },
});

interface Listed {
  readonly userId: string;
  readonly role: MemberRole;
  readonly since: string;
}

const positionOf = ({ userId, role, since }: Listed) => `${9 - rank(role)}#${since}#${userId}`;
