import { id, query, several, z } from '@waybill/kernel';
import { MemberRole } from '#events/identity';
import { invitationStatus, invitationStatuses } from '../invitation-status.ts';
import { mustBe } from '../must-be.ts';
import { organization } from '../organization.ts';

export const listInvitations = query({
  summary: 'Who was asked to join, and what became of it; the last one first',
  route: 'GET /organizations/{organizationId}/invitations',
  role: 'officer',
  of: 'organization',
  input: z.strictObject({ organizationId: id(), status: several(invitationStatuses) }),
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
    asOf: z.iso.datetime(),
  }),
  reads: { organizations: organization },

  answer: async ({ organizationId, status }, { organizations }, { caller, now }) => {
    const state = await organizations.state(organizationId);
    if (!state) return undefined;
    const no = mustBe('officer', state, caller);
    if (no) return no;
    const items = Object.entries(state.invitations)
      .map(([invitationId, invitation]) => ({
        invitationId,
        ...invitation,
        status: invitationStatus(invitation, now),
      }))
      .filter((invitation) => !status?.length || status.includes(invitation.status))
      .toSorted((a, b) => (a.sentAt > b.sentAt ? -1 : 1));
    return { items, asOf: now };
  },
});
