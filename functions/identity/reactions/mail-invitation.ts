import { users } from '@waybill/auth';
import { newId, reaction } from '@waybill/kernel';
import { InvitationResent, InvitationSent } from '#events/organizations';
import { mailAllowance, post, postNeeds } from '../domain/mail/mail.ts';
import { sentInvitations } from '../domain/mail/sent-invitations.ts';

/**
 * One mail each time that an invitation is sent, also for repeated deliveries. None if it cannot be answered any more.
 */
export const mailInvitation = reaction({
  name: 'mailInvitation',
  on: [InvitationSent, InvitationResent],
  reads: { sentInvitations, users },
  writes: postNeeds.writes,
  uses: postNeeds.uses,

  react: async ({ id, aggregateId: organizationId, data: { invitationId } }, access, { now }) => {
    const mailId = newId(id);
    const posted = await access.mailStream.state(mailId, { org: '-' });
    const from = await access.sentInvitations.state(organizationId);
    const invitation = from?.invitations[invitationId];
    if (posted || !invitation) return;
    const { email, role, invitedBy } = invitation;
    const inviter = (await access.users.get(invitedBy))?.data.name ?? from.name;
    const known = (await access.users.findByUnique('email', email))?.data;
    const name = invitation.name ?? known?.name ?? '';
    const about = { organization: from.name, inviter };
    const exact = { role, invitationId, organizationId };
    const allowance = await mailAllowance(access, email, 'invitation');
    const mail = { purpose: 'invitation', name, locale: known?.locale, about, exact, mailId } as const;
    await post(access, allowance, mail, { now: now().toISOString() });
  },
});
