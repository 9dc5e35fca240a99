import { worker } from '@waybill/kernel';
import { accountMails, NotificationRequested } from '#events/comms';
import { contents, recordId } from '../domain/content.ts';
import { dispatches, historyUntil } from '../domain/engine/dispatch.ts';
import { notificationsToDeliver } from '../domain/engine/queue.ts';
import { mailUntil, wordingOf } from '../domain/mail-wording.ts';
import { notification } from '../domain/notification.ts';
import { hintOf } from '../domain/recipient/hint-of.ts';

/** Mails about accounts belong to no organization. */
const org = '-';

/**
 * Makes a notification of a mail about an account: sensitive, to the address that identity gives. Preferences, quiet
 * hours and addresses that were refused before do not matter to it.
 */
export const acceptMail = worker({
  name: 'acceptMail',
  queue: accountMails,
  writes: { notification, contents, dispatches },
  uses: { notificationsToDeliver },

  work: async (mail, { notificationsToDeliver }, { transact, now }) => {
    const { mailId, to, purpose, locale } = mail;
    const content = await wordingOf(mail);
    await transact(async ({ notification, contents, dispatches }) => {
      if (await notification.state(mailId, { org })) return;
      const requested = NotificationRequested({ urgency: 'urgent', sensitive: true, purpose });
      await notification.append(mailId, requested, { org });
      await contents.put(recordId(org, mailId), content, mailUntil(mail.at));
      const email = { status: 'Pending', to, hint: hintOf(to), attempts: 0, failures: 0 } as const;
      await dispatches.put(recordId(org, mailId), { channels: { email }, locale }, historyUntil(now().toISOString()));
    });
    await notificationsToDeliver({ notificationId: mailId, channel: 'email' });
  },
});
