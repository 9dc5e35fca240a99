import { newId } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { mailPurposes } from '#events/comms';
import { contents, recordId } from '#functions/comms/domain/content';
import { addressBook } from '#functions/comms/domain/recipient/address-book';
import { plainText } from '#functions/identity/domain/mail/plain-text';
import { commsInMemory, start, words } from './support/comms-in-memory.ts';

const link = 'https://waybill.example/reset-password?token=opens-it';

const mail = (more: object = {}) => ({
  mailId: newId(),
  purpose: 'password-reset',
  to: 'ada@example.com',
  name: 'Ada',
  link,
  at: start,
  ...more,
});

/** What the purposes need. */
const about = {
  organization: 'Acme',
  inviter: 'Olga',
  role: 'agent',
  device: 'Firefox',
  apiKey: 'Scale',
  prefix: 'wb_1',
  expiresAt: '2026-06-01T00:00:00.000Z',
};

test.each(mailPurposes)('a mail for %s is sent to the address that identity gave, in its language', async (purpose) => {
  const comms = commsInMemory();
  await comms.account(mail({ purpose, about, locale: 'en-GB' }));
  await comms.work();
  expect(comms.sent).toHaveLength(1);
  const [{ channel, to, subject, text, html }] = comms.sent as [any];
  expect([channel, to]).toEqual(['email', 'ada@example.com']);
  expect(subject.length).toBeGreaterThan(5);
  expect(text).toContain('Ada');
  expect(html).toContain('lang="en-GB"');
});

test('a mail is sent once, however often its message arrives', async () => {
  const comms = commsInMemory();
  const once = mail();
  for (let i = 0; i < 3; i++) await comms.account(once);
  await comms.work();
  await comms.account(once);
  await comms.work();
  expect(comms.sent).toHaveLength(1);
  expect(comms.sent[0]!.text).toContain(link);
});

test('the link is not stored any more once the mail is sent, and is never in an event', async () => {
  const comms = commsInMemory();
  const once = mail();
  await comms.account(once);
  const stored = () => comms.platform.records.get(contents, recordId('-', once.mailId));
  expect(JSON.stringify(await stored())).toContain('opens-it');
  await comms.work();
  expect(await stored()).toBeUndefined();
  expect(JSON.stringify(comms.events)).not.toMatch(/opens-it|ada@/);
});

test('a mail that could not be sent within a day is not sent', async () => {
  let down = true;
  const comms = commsInMemory({ answer: () => (down ? { outcome: 'unavailable', reason: 'Down.' } : undefined) });
  await comms.account(mail());
  await comms.work(100);
  comms.clock.now += 86_400_000;
  down = false;
  await comms.work();
  expect(comms.sent).toEqual([]);
  expect(comms.queue.dead).toEqual([]);
});

test('a mail about an account is sent although its address was refused before', async () => {
  let bad = true;
  const comms = commsInMemory({
    answer: () => (bad ? { outcome: 'refused', of: 'address', reason: 'No such mailbox.' } : undefined),
  });
  await comms.account(mail());
  await comms.work();
  bad = false;
  await comms.account(mail());
  await comms.work();
  expect(comms.sent).toHaveLength(1);
});

test('no organization can read or list mails about accounts', async () => {
  const comms = commsInMemory();
  const once = mail();
  await comms.account(once);
  await comms.work();
  expect((await comms.ask('getNotification', { notificationId: once.mailId })).status).toBe(404);
  expect((await comms.ask('listNotifications', {})).body.items).toEqual([]);
  // A token names its organization, so a client cannot ask for the mails of `-`.
  expect((await comms.ask('listNotifications', {}, { org: '-' })).body.items).toHaveLength(1);
});

test('names with line breaks, markdown or links cannot change the link of a mail', async () => {
  const comms = commsInMemory();
  const evil = 'Acme](https://evil.example)\n\n[click](https://evil.example "button") <b>x</b>';
  const dirty = { ...about, organization: evil, inviter: evil };
  await comms.account(mail({ purpose: 'invitation', about: dirty, name: evil }));
  await comms.account(mail({ purpose: 'invitation', about: { ...about, organization: plainText(evil) } }));
  await comms.work();
  for (const { html, subject } of comms.sent) {
    const targets = [...html!.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(new Set(targets)).toEqual(new Set([link]));
    expect(html).not.toContain('<b>');
    expect(subject).not.toMatch(/[\r\n]/);
  }
});

test('a message of another shape stays for the dead letters of acceptMail', async () => {
  const comms = commsInMemory();
  expect(await comms.account(mail({ purpose: 'lottery' }))).toHaveLength(1);
  expect(await comms.account(mail({ to: undefined }))).toHaveLength(1);
  expect(await comms.account(mail({ purpose: 'invitation', about: {} }))).toHaveLength(1);
  await comms.work();
  expect(comms.sent).toEqual([]);
});

test('bookAddress keeps the address that identity told last, whatever the order of its messages', async () => {
  const comms = commsInMemory();
  const userId = newId('owner');
  const told = { userId, email: 'new@example.com', name: 'Olga', at: '2026-05-04T11:00:00.000Z' };
  await comms.address(told);
  await comms.address({ ...told, email: 'old@example.com', at: '2026-05-04T10:00:00.000Z' });
  const { body } = await comms.ask('sendNotification', { recipient: { userId }, ...words });
  await comms.work();
  expect(comms.sent.map(({ channel, to }) => [channel, to])).toEqual([['email', 'new@example.com']]);
  const found = await comms.ask('getNotification', { notificationId: body.notificationId });
  expect(found.body).toMatchObject({ status: 'Delivered', userId });
  expect((await comms.platform.records.get(addressBook, userId))!.data).not.toHaveProperty('userId');
});
