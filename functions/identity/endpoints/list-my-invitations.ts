import { users } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { MemberRole } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { invitationStatus } from '../invitation-status.ts';
import { invitations } from '../invitations.ts';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';

/** Each costs a look at the organisation that asks. */
const shownAtMost = 100;

export const listMyInvitations = asPerson({
  summary: 'List your invitations',
  description: 'Invitations to your address that can still be answered, newest first.',
  route: 'GET /invitations',
  input: z.strictObject({}),
  output: z.object({
    items: z
      .array(
        z
          .object({
            invitationId: z.uuid().describe('The invitation.'),
            organizationId: z.uuid().describe('The organization.'),
            organization: z.string().describe('What the organization is called.'),
            inviter: z.string().optional().describe('Who sent it first, if that is a person who is known.'),
            role: MemberRole.describe('The role that it gives.'),
            sentAt: z.iso.datetime().describe('When it was sent last.'),
            expiresAt: z.iso.datetime().describe('Until when it can be answered.'),
          })
          .meta({ id: 'MyInvitation', description: 'An invitation to the caller’s address.' }),
      )
      .describe('The invitations.'),
    complete: z.boolean().describe('False where there are more: answer some of these to see the others.'),
  }),
  reaches: [
    { to: 'consult', register: invitations },
    { to: 'read', source: organization },
  ],

  answer: async ({ person: { user }, unit, platform }) => {
    const now = unit.now().toISOString();
    const known = await platform.records.findBy(invitations, 'email', user.email, { limit: shownAtMost + 1 });
    const found = await Promise.all(
      known.slice(0, shownAtMost).map(async ({ id: invitationId, data: { organizationId } }) => {
        const state = await organizationOf(platform, organizationId);
        const invitation = state?.invitations[invitationId];
        if (!state || !invitation || invitationStatus(invitation, now) !== 'Pending') return [];
        const { role, sentAt, expiresAt, invitedBy } = invitation;
        const inviter = (await unit.get(users, invitedBy))?.data.name;
        return [{ invitationId, organizationId, organization: state.name, inviter, role, sentAt, expiresAt }];
      }),
    );
    const items = found.flat().toSorted((a, b) => (a.sentAt > b.sentAt ? -1 : 1));
    return { body: { items, complete: known.length <= shownAtMost } };
  },
});
