import { csv, id, largePage, mustBe, notAMember, pageFrom, query, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRole } from '#events/organizations';
import { invitationStatus, invitationStatuses } from '../domain/invitations/invitation-status.ts';
import { organization } from '../domain/organization.ts';

export const listInvitations = query({
  summary: 'List invitations',
  description: 'Invitations to join the organization and their status, the last one sent first.',
  route: 'GET /organizations/{organizationId}/invitations',
  role: 'officer',
  standing: 'current',
  of: 'organization',
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    status: csv(z.enum(invitationStatuses)).describe('Only those with one of these statuses.'),
    ...largePage,
  }),
  example: { organizationId: exampleIds.organization },
  output: z.object({
    items: z
      .array(
        z
          .object({
            invitationId: z.uuid().describe('The invitation.'),
            email: z.string().describe('The address that the invitation was sent to.'),
            name: z.string().optional().describe('The name that the inviter gave.'),
            role: MemberRole.describe('The role that it gives.'),
            status: z.enum(invitationStatuses).describe('The status.'),
            invitedBy: z.string().describe('Who sent it first: a user, or an API key.'),
            sentAt: z.iso.datetime().describe('When it was sent last.'),
            expiresAt: z.iso.datetime().describe('Until when it can be answered.'),
          })
          .meta({ id: 'Invitation', description: 'An invitation to join the organization.' }),
      )
      .describe('The invitations of this page.'),
    nextCursor: z.string().optional().describe('The `cursor` of the next page; the last page has none.'),
    asOf: z.iso.datetime().describe('When it was read.'),
  }),
  refuses: [notAMember, roleTooLow],
  reads: { organizations: organization },

  answer: async ({ organizationId, status, limit, cursor }, { organizations }, { caller, cursors, now }) => {
    const state = await organizations.state(organizationId);
    if (!state) return undefined;
    const no = mustBe('officer', state, caller);
    if (no) return no;
    const all = Object.entries(state.invitations)
      .map(([invitationId, invitation]) => ({
        invitationId,
        ...invitation,
        status: invitationStatus(invitation, now),
      }))
      .filter((invitation) => !status?.length || status.includes(invitation.status))
      .toSorted((a, b) => (positionOf(a) > positionOf(b) ? -1 : 1));
    const question = `${organizationId} invitations ${status ?? ''}`;
    const shown = await pageFrom(cursors, all, positionOf, { question, limit, cursor, descending: true });
    return { ...shown, asOf: now };
  },
});

const positionOf = ({ sentAt, invitationId }: { readonly sentAt: string; readonly invitationId: string }) =>
  `${sentAt}#${invitationId}`;
