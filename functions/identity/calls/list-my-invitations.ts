import { users } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { MemberRole } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { invitationStatus } from '../invitation-status.ts';
import { invitations } from '../invitations.ts';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';

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
  }),
  reaches: [
    { to: 'consult', register: invitations },
    { to: 'read', source: organization },
  ],

  answer: async ({ person: { user }, unit, platform }) => {
    const now = unit.now().toISOString();
    const known = await unit.under(invitations, 'email', user.email);
    const found = await Promise.all(
      known.map(async ({ id: invitationId, data: { organizationId } }) => {
        const state = await organizationOf(platform, organizationId);
        const invitation = state?.invitations[invitationId];
        if (!state || !invitation || invitationStatus(invitation, now) !== 'Pending') return [];
        const { role, sentAt, expiresAt, invitedBy } = invitation;
        const inviter = (await unit.entry(users, invitedBy))?.data.name;
        return [{ invitationId, organizationId, organization: state.name, inviter, role, sentAt, expiresAt }];
      }),
    );
    return { body: { items: found.flat().toSorted((a, b) => (a.sentAt > b.sentAt ? -1 : 1)) } };
  },
});
