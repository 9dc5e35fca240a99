import { within } from '@waybill/auth';
import { reaction } from '@waybill/kernel';
import { MailRequested } from '#events/identity';
import { linkOf } from '../link-of.ts';
import { mails } from '../mail.ts';

export const sendMail = reaction({
  name: 'sendMail',
  to: MailRequested,
  sends: [],
  reaches: [
    { to: 'keep', register: mails },
    { to: 'post', queue: 'mails' },
  ],

  /** Handed on to those who write to people; by its id they tell a mail that comes twice. */
  react: async ({ aggregateId, correlationId }, _, platform) => {
    const mail = (await platform.records.get(mails, aggregateId))?.data;
    // It has been handed on, or its time is up.
    if (!mail) return;
    const { mailId, purpose, to, name, about, at, box } = mail;
    if (purpose !== 'decoy')
      await platform.queue.send('mails', { mailId, purpose, to, name, about, at, link: linkOf(mail) });
    // What opens an account is not left lying about.
    if (!box) await within(platform, { by: 'sendMail', correlationId }, (unit) => unit.remove(mails, mailId));
  },
});
