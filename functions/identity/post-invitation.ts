import { users, within } from '@waybill/auth';
import { newId, type Platform, type Reach } from '@waybill/kernel';
import { post, postageFor, postReaches } from './mail.ts';
import { organization } from './organization.ts';
import { organizationOf } from './organization-of.ts';
import { streamOf } from './streams.ts';

export const postInvitationReaches: readonly Reach[] = [
  { to: 'read', source: organization },
  { to: 'consult', register: users },
  ...postReaches,
];

interface Sent {
  readonly id: string;
  readonly aggregateId: string;
  readonly correlationId: string;
  readonly data: { readonly invitationId: string };
}

/** One mail for each time that an invitation was sent, as long as it can be answered, however often that is heard of. */
export const postInvitation = async (platform: Platform, sent: Sent): Promise<void> => {
  const { id, aggregateId: organizationId, correlationId, data } = sent;
  const { invitationId } = data;
  const mailId = newId(id);
  await within(platform, { by: 'identity', correlationId }, async (unit) => {
    const posted = await platform.events.read(streamOf('mail', mailId), { limit: 1 });
    const from = await organizationOf(platform, organizationId);
    const invitation = from?.invitations[invitationId];
    if (posted.length || invitation?.status !== 'Pending') return;
    const { email, role, invitedBy } = invitation;
    const inviter = (await unit.get(users, invitedBy))?.data.name ?? from!.name;
    const name = invitation.name ?? (await unit.findByUnique(users, 'email', email))?.data.name ?? '';
    const mail = {
      purpose: 'invitation' as const,
      name,
      about: { organization: from!.name, inviter },
      exact: { role, invitationId, organizationId },
      mailId,
    };
    await post(unit, await postageFor(platform, email, 'invitation'), mail, platform);
  });
};
