import { person, users } from '@waybill/auth';
import { query, z } from '@waybill/kernel';
import { MemberRole } from '#events/organizations';
import { invitationStatus } from '../domain/invitations/invitation-status.ts';
import { invitations } from '../domain/invitations/invitations.ts';
import { organization } from '../domain/organization.ts';
import { organizationOf } from '../domain/organization-of.ts';

/** A limit, because each one costs a read of its organization. */
const shownAtMost = 100;

export const listMyInvitations = query({
  summary: 'List your invitations',
  description: 'Invitations to your address that can still be answered, newest first.',
  route: 'GET /invitations',
  role: 'person',
  as: person,
  input: z.strictObject({}),
  output: z.object({
    items: z
      .array(
        z
          .object({
            invitationId: z.uuid().describe('The invitation.'),
            organizationId: z.uuid().describe('The organization.'),
            organization: z.string().describe('The name of the organization.'),
            inviter: z.string().optional().describe('The name of the first sender, if that is a known user.'),
            role: MemberRole.describe('The role that it gives.'),
            sentAt: z.iso.datetime().describe('When it was sent last.'),
            expiresAt: z.iso.datetime().describe('Until when it can be answered.'),
          })
          .meta({ id: 'MyInvitation', description: 'An invitation to the caller’s address.' }),
      )
      .describe('The invitations.'),
    complete: z.boolean().describe('False if there are more. Answer some of these to see the others.'),
  }),
  reads: { invitations, organization, users },

  answer: async (_, reads, { person: { user }, now }) => {
    const known = await reads.invitations.findBy('email', user.email, { limit: shownAtMost + 1 });
    const found = await Promise.all(
      known.slice(0, shownAtMost).map(async ({ id: invitationId, data: { organizationId } }) => {
        const state = await organizationOf(reads, organizationId);
        const invitation = state?.invitations[invitationId];
        if (!state || !invitation || invitationStatus(invitation, now) !== 'Pending') return [];
        const { role, sentAt, expiresAt, invitedBy } = invitation;
        const inviter = (await reads.users.get(invitedBy))?.data.name;
        return [{ invitationId, organizationId, organization: state.name, inviter, role, sentAt, expiresAt }];
      }),
    );
    const items = found.flat().toSorted((a, b) => (a.sentAt > b.sentAt ? -1 : 1));
    return { items, complete: known.length <= shownAtMost };
  },
});
