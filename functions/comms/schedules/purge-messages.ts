import { expired, schedule } from '@waybill/kernel';
import { contents } from '../domain/content.ts';
import { purged } from '../domain/purged.ts';

/** Deletes the content of notifications after 90 days, and of mails about accounts after a day. */
export const purgeMessages = schedule({
  name: 'purgeMessages',
  every: 'cron(30 3 * * ? *)',
  writes: { expiredContents: expired(contents) },
  page: ({ expiredContents }, cursor, { now }) => purged([expiredContents], cursor, now().toISOString()),
});
