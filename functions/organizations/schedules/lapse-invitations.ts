import { expired, isRefusal, schedule } from '@waybill/kernel';
import { lapseInvitation } from '../commands/invitations/lapse-invitation.ts';
import { dueBefore, invitations } from '../domain/invitations/invitations.ts';

const atOnce = 25;

/** Deletes invitations seven days after they expired. */
export const lapseInvitations = schedule({
  name: 'lapseInvitations',
  every: 'cron(0 3 * * ? *)',
  reads: { expiredInvitations: expired(invitations) },
  uses: { lapseInvitation },

  page: async ({ expiredInvitations }, _, { now, inOrg }) => {
    const found = await expiredInvitations(dueBefore(now().toISOString()), atOnce);
    let affected = 0;
    for (const { id: invitationId, data } of found) {
      const { organizationId } = data;
      const lapsed = await inOrg(organizationId).lapseInvitation({ organizationId, invitationId });
      // A refusal is counted in the metrics, and the record is found again by the next run.
      if (!isRefusal(lapsed) && lapsed.wrote) affected++;
    }
    // The index is eventually consistent. A page without anything new is the last one for today.
    return { affected, next: found.length === atOnce && affected > 0 ? 'the next ones' : undefined };
  },
});
