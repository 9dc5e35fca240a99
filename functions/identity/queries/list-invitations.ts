import { id, largePage, mustBe, notAMember, query, roleTooLow, several, z } from '@waybill/kernel';
import { MemberRole } from '#events/identity';
import { invitationStatus, invitationStatuses } from '../invitation-status.ts';
import { organization } from '../organization.ts';
import { pageFrom } from '../page-from.ts';

export const listInvitations = query({
  summary: 'Who was asked to join, and what became of it; the last one first',
  route: 'GET /organizations/{organizationId}/invitations',
  role: 'officer',
  standing: 'current',
  of: 'organization',
  input: z.strictObject({ organizationId: id(), status: several(z.enum(invitationStatuses)), ...largePage }),
  output: z.object({
    items: z.array(
      z.object({
        invitationId: z.uuid(),
        email: z.string(),
        name: z.string().optional(),
        role: MemberRole,
        status: z.enum(invitationStatuses),
        invitedBy: z.string(),
        sentAt: z.iso.datetime(),
        expiresAt: z.iso.datetime(),
      }),
    ),
    nextCursor: z.string().optional(),
    asOf: z.iso.datetime(),
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
