import { reaction } from '@waybill/kernel';
import { accountMails } from '#events/comms';
import { MailRequested } from '#events/identity';
import { linkOf } from '../domain/links/link-of.ts';
import { mails } from '../domain/mail/mail.ts';

/** Puts mails into the queue of comms, which sends them. It recognises a duplicate by the id of the mail. */
export const sendMail = reaction({
  name: 'sendMail',
  on: [MailRequested],
  writes: { mails },
  uses: { accountMails },

  react: async ({ aggregateId }, { mails, accountMails }) => {
    const mail = (await mails.get(aggregateId))?.data;
    // It is in the queue already, or has expired.
    if (!mail) return;
    const { mailId, purpose, to, name, about, locale, at } = mail;
    if (purpose !== 'decoy') await accountMails({ mailId, purpose, to, name, about, locale, at, link: linkOf(mail) });
    // Its token gives access to an account, so it is stored no longer than needed.
    await mails.delete(mailId);
  },
});
