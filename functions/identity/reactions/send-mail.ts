import { queue, reaction } from '@waybill/kernel';
import { MailRequested } from '#events/identity';
import { linkOf } from '../domain/links/link-of.ts';
import { mails } from '../domain/mail/mail.ts';

/** Puts mails into the queue of the service that sends them. That recognises a duplicate by the id of the mail. */
export const sendMail = reaction({
  name: 'sendMail',
  on: [MailRequested],
  writes: { mails },
  uses: { outbox: queue('mails') },

  react: async ({ aggregateId }, { mails, outbox }) => {
    const mail = (await mails.get(aggregateId))?.data;
    // It is in the queue already, or has expired.
    if (!mail) return;
    const { mailId, purpose, to, name, about, at, box } = mail;
    if (purpose !== 'decoy') await outbox({ mailId, purpose, to, name, about, at, link: linkOf(mail) });
    // Its token gives access to an account, so it is stored no longer than needed.
    if (!box) await mails.delete(mailId);
  },
});
