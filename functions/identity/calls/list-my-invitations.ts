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
  summary: 'Who asks one to join: invitations to one’s own address that can still be answered',
  route: 'GET /invitations',
  input: z.strictObject({}),
  output: z.object({
    items: z.array(
      z.object({
        invitationId: z.uuid(),
        organizationId: z.uuid(),
        organization: z.string(),
        inviter: z.string().optional(),
        role: MemberRole,
        sentAt: z.iso.datetime(),
        expiresAt: z.iso.datetime(),
      }),
    ),
    /** False where there are more: answer some of these to see the others. */
    complete: z.boolean(),
  }),
  reaches: [
    { to: 'consult', register: invitations },
    { to: 'read', source: organization },
  ],

  answer: async ({ person: { user }, unit, platform }) => {
    const now = unit.now().toISOString();
    const known = await platform.registers.under(invitations, 'email', user.email, { limit: shownAtMost + 1 });
    const found = await Promise.all(
      known.slice(0, shownAtMost).map(async ({ id: invitationId, data: { organizationId } }) => {
        const state = await organizationOf(platform, organizationId);
        const invitation = state?.invitations[invitationId];
        if (!state || !invitation || invitationStatus(invitation, now) !== 'Pending') return [];
        const { role, sentAt, expiresAt, invitedBy } = invitation;
        const inviter = (await unit.entry(users, invitedBy))?.data.name;
        return [{ invitationId, organizationId, organization: state.name, inviter, role, sentAt, expiresAt }];
      }),
    );
    const items = found.flat().toSorted((a, b) => (a.sentAt > b.sentAt ? -1 : 1));
    return { body: { items, complete: known.length <= shownAtMost } };
  },
});
