import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import { decoy, mails, post, postNeeds } from '#functions/identity/domain/mail/mail';
import { sendMail } from '#functions/identity/reactions/send-mail';
import { inUnit } from '../support/in-unit.ts';

const allowance = { to: 'ada@example.org', granted: true };
const now = new Date().toISOString();
const wanted = { purpose: 'verification', name: 'Ada', token: 'opens-it' } as const;

/** A platform with these mails stored, and the delivered event of each. */
const posted = async (write = (access: Parameters<typeof post>[0]) => post(access, allowance, wanted, { now })) => {
  const appended: any[] = [];
  const platform = memory({ queues: ['account-mails'], onAppend: (events) => appended.push(...events) });
  await inUnit(platform, postNeeds, write);
  const [{ stream, data }] = appended;
  const detail = {
    ...{ id: 'e', type: 'MailRequested', revision: 1, org: '-', context: 'identity', aggregate: 'mail', version: 1 },
    ...{ aggregateId: stream.id, at: '', by: '', correlation: 'c', cause: '', data },
  };
  const receive = () =>
    sendMail.with(platform)({ Records: [{ messageId: '1', body: JSON.stringify({ detail }) }] } as any);
  const storedMail = () => platform.records.get(mails, stream.id);
  return { platform, receive, storedMail };
};

test('a mail is sent to the queue with its link, once, and deleted', async () => {
  const { platform, receive, storedMail } = await posted();
  expect((await storedMail())?.data.token).toBe('opens-it');
  for (let times = 0; times < 2; times++) expect(await receive()).toEqual({ batchItemFailures: [] });
  expect(platform.sent).toMatchObject([
    {
      queue: 'account-mails',
      message: {
        org: '-',
        message: { to: 'ada@example.org', purpose: 'verification', link: expect.stringMatching(/opens-it$/) },
      },
    },
  ]);
  expect(await storedMail()).toBeUndefined();
});

test('a decoy is deleted without being sent', async () => {
  const { platform, receive, storedMail } = await posted((access) => decoy(access, { now }));
  await receive();
  expect(platform.sent).toEqual([]);
  expect(await storedMail()).toBeUndefined();
});

test('a mail beyond the budget of its address is not sent', async () => {
  const spent = { ...allowance, granted: false };
  const { platform, receive } = await posted((access) => post(access, spent, wanted, { now }));
  await receive();
  expect(platform.sent).toEqual([]);
});

test('a mail that cannot be sent to the queue is kept and retried', async () => {
  const { platform, receive, storedMail } = await posted();
  const send = platform.queue.send;
  Object.assign(platform.queue, { send: () => Promise.reject(new Error('no queue')) });
  expect(await receive()).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect(await storedMail()).toBeDefined();
  Object.assign(platform.queue, { send });
  expect(await receive()).toEqual({ batchItemFailures: [] });
  expect(platform.sent).toHaveLength(1);
});
