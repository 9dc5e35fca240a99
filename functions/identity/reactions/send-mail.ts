import { reaction } from '@waybill/kernel';
import { MailRequested } from '#events/identity';
import { linkOf } from '../link-of.ts';
import { mails } from '../mail.ts';

export const sendMail = reaction({
  name: 'sendMail',
  to: MailRequested,
  sends: [],
  reaches: [
    { to: 'consult', register: mails },
    { to: 'post', queue: 'mails' },
  ],

  /** Handed on to those who write to people; by its id they tell a mail that comes twice. */
  react: async ({ aggregateId }, _, { registers, queue }) => {
    const mail = (await registers.entry(mails, aggregateId))?.data;
    // Its time is up, or it was never meant for anybody.
    if (!mail || mail.purpose === 'decoy') return;
    const { mailId, purpose, to, name, about, at } = mail;
    await queue.send('mails', { mailId, purpose, to, name, about, at, link: linkOf(mail) });
  },
});
