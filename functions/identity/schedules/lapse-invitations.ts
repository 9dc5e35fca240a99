import { schedule } from '@waybill/kernel';
import { lapseInvitation } from '../commands/lapse-invitation.ts';
import { dueBefore, invitations } from '../invitations.ts';
import { organization } from '../organization.ts';
import { purgeReaches } from '../purged.ts';

const name = 'lapseInvitations';
const atOnce = 25;

export const lapseInvitations = schedule({
  name,
  every: 'cron(0 3 * * ? *)',
  reaches: [{ to: 'append', source: organization }, ...purgeReaches(invitations)],

  page: async (platform) => {
    const lapse = lapseInvitation.execute(platform);
    const found = await platform.records.findExpired(invitations, dueBefore(platform.clock().toISOString()), atOnce);
    let affected = 0;
    for (const { id: invitationId, data } of found) {
      const { organizationId } = data;
      const outcome = await lapse({
        input: { organizationId, invitationId },
        caller: { userId: name, orgId: organizationId, orgType: '-', role: 'owner' },
        key: `${name} ${invitationId}`,
        correlationId: `${name} ${invitationId}`,
      });
      if (outcome.wrote && !outcome.replayed) affected++;
    }
    // The index forgets a little later than the records are gone: a page with nothing new on it is the last for today.
    return { affected, next: found.length === atOnce && affected > 0 ? 'the next ones' : undefined };
  },
});
