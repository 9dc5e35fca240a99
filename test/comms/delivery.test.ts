import { newId } from '@waybill/kernel';
import { orgId } from '@waybill/kernel/testing';
import { expect, test } from 'vitest';
import { commsInMemory, start, words } from './support/comms-in-memory.ts';

const unavailable = { outcome: 'unavailable', reason: 'The provider is down.' } as const;
const after = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString();

const requested = async (comms: ReturnType<typeof commsInMemory>, more: object = {}) => {
  const recipient = { contactId: comms.aContact('ann') };
  const { status, body } = await comms.ask('sendNotification', { recipient, ...words, ...more });
  expect(status).toBe(201);
  const get = async () => (await comms.ask('getNotification', { notificationId: body.notificationId })).body;
  return { notificationId: body.notificationId as string, get };
};

test('a normal notification goes to all channels of a contact, once', async () => {
  const comms = commsInMemory();
  const { get } = await requested(comms);
  expect(await get()).toMatchObject({ status: 'Pending', title: 'News', channels: [], attempts: [], settledAt: null });
  await comms.work();
  const [email, sms] = comms.sent.toSorted((a, b) => a.channel.localeCompare(b.channel));
  expect(comms.sent.map(({ channel, to }) => [channel, to]).toSorted()).toEqual([
    ['email', 'ann@example.com'],
    ['sms', '+4366412345678'],
  ]);
  expect(email!.subject).toBe('News');
  expect(email!.text.split('\n')[0]).toBe(words.text);
  expect(email!.html).toContain('<strong>here</strong>');
  expect(sms!.text).toBe(words.text);
  expect(await get()).toMatchObject({
    status: 'Delivered',
    settledAt: start,
    channels: [
      { channel: 'email', status: 'Sent', address: 'a…@example.com', attempts: 1 },
      { channel: 'sms', status: 'Sent', address: '+43…78', attempts: 1 },
    ],
    attempts: [
      { channel: 'email', number: 1, outcome: 'sent', at: start },
      { channel: 'sms', number: 1, outcome: 'sent', at: start },
    ],
  });
});

test('a title with HTML is escaped, and cannot add headers', async () => {
  const comms = commsInMemory();
  await requested(comms, { title: '<script>alert(1)</script>\r\nBcc: all@example.com' });
  await comms.work();
  expect(comms.sent[0]!.html).not.toContain('<script>');
  expect(comms.sent[0]!.subject).not.toMatch(/[\r\n]/);
});

test('a failed e-mail is sent once after the provider has recovered, and the SMS is not repeated', async () => {
  let down = true;
  const comms = commsInMemory({ answer: ({ channel }) => (channel === 'email' && down ? unavailable : undefined) });
  const { get } = await requested(comms);
  await comms.work(44);
  expect(comms.sent.map(({ channel }) => channel)).toEqual(['sms']);
  expect(await get()).toMatchObject({
    status: 'Pending',
    channels: [{ status: 'Pending', attempts: 3, nextAttemptAt: after(45) }, { status: 'Sent' }],
  });
  down = false;
  await comms.work();
  expect(comms.sent.map(({ channel, at }) => [channel, at])).toEqual([
    ['sms', start],
    ['email', after(45)],
  ]);
  expect(await get()).toMatchObject({ status: 'Delivered' });
});

test('an outage is retried after 5, 10, 30, 60 and then 300 seconds, ten times; then it is a dead letter', async () => {
  const tried: number[] = [];
  const comms = commsInMemory({
    sms: false,
    answer: () => {
      tried.push((comms.clock.now - Date.parse(start)) / 1000);
      return unavailable;
    },
  });
  const { get } = await requested(comms);
  await comms.work();
  expect(tried).toEqual([0, 5, 15, 45, 105, 405, 705, 1005, 1305, 1605, 1905]);
  expect(comms.queue.dead).toHaveLength(1);
  const parked = await get();
  expect(parked).toMatchObject({ status: 'Failed', channels: [{ channel: 'email', status: 'Parked', attempts: 11 }] });
  expect(parked.attempts).toHaveLength(11);
  expect(parked.attempts[0]).toMatchObject({ outcome: 'unavailable', reason: 'The provider is down.' });
});

test('a redriven notification begins anew, and is delivered', async () => {
  let down = true;
  const comms = commsInMemory({ sms: false, answer: () => (down ? unavailable : undefined) });
  const { get } = await requested(comms);
  await comms.work();
  down = false;
  comms.queue.redrive();
  await comms.work();
  expect(comms.sent).toHaveLength(1);
  expect(await get()).toMatchObject({ status: 'Delivered', channels: [{ status: 'Sent', attempts: 12 }] });
  expect(comms.queue.dead).toEqual([]);
});

test('a provider may ask for more time, of fifteen minutes at most', async () => {
  const tried: number[] = [];
  const comms = commsInMemory({
    sms: false,
    answer: () => {
      tried.push((comms.clock.now - Date.parse(start)) / 1000);
      return tried.length < 3 ? { ...unavailable, retryAfterSeconds: tried.length === 1 ? 61.2 : 1e9 } : undefined;
    },
  });
  await requested(comms);
  await comms.work();
  expect(tried).toEqual([0, 62, 962]);
});

test('a bad address is final, and later notifications do not use it', async () => {
  const comms = commsInMemory({
    answer: ({ channel }) =>
      channel === 'email' ? { outcome: 'refused', of: 'address', reason: 'No such mailbox.' } : undefined,
  });
  const first = await requested(comms);
  await comms.work();
  expect(await first.get()).toMatchObject({
    status: 'PartlyDelivered',
    channels: [{ status: 'Refused', attempts: 1 }, {}],
  });
  const second = await requested(comms);
  await comms.work();
  expect(await second.get()).toMatchObject({ status: 'Delivered', channels: [{ channel: 'sms' }] });
});

test('refused content says nothing about the address', async () => {
  let refuse = true;
  const comms = commsInMemory({
    sms: false,
    answer: () => (refuse ? { outcome: 'refused', of: 'content', reason: 'Spam.' } : undefined),
  });
  const first = await requested(comms);
  await comms.work();
  expect(await first.get()).toMatchObject({ status: 'Failed' });
  refuse = false;
  const second = await requested(comms);
  await comms.work();
  expect(await second.get()).toMatchObject({ status: 'Delivered' });
});

test('an address that was refused is tried for what is sensitive, in another organization, and half a year later', async () => {
  let bad = true;
  const comms = commsInMemory({
    sms: false,
    answer: () => (bad ? { outcome: 'refused', of: 'address', reason: 'No such mailbox.' } : undefined),
  });
  await requested(comms);
  await comms.work();
  bad = false;
  const normal = await requested(comms);
  const sensitive = await requested(comms, { sensitive: true });
  await comms.work();
  expect(await normal.get()).toMatchObject({ status: 'Undeliverable', reason: 'address-refused' });
  expect(await sensitive.get()).toMatchObject({ status: 'Delivered' });
  comms.clock.now += 181 * 86_400_000;
  const later = await requested(comms);
  await comms.work();
  expect(await later.get()).toMatchObject({ status: 'Delivered' });
});

test('a sensitive notification is an e-mail only, its content is never shown, and deleted once it is sent', async () => {
  const comms = commsInMemory();
  const { get, notificationId } = await requested(comms, { sensitive: true, urgency: 'urgent' });
  expect(await get()).toMatchObject({ title: null, markdown: null });
  await comms.work();
  expect(comms.sent.map(({ channel }) => channel)).toEqual(['email']);
  const { contents, recordId } = await import('#functions/comms/domain/content');
  expect(await comms.platform.records.get(contents, recordId(orgId, notificationId))).toBeUndefined();
});

test('the address is not stored longer than needed', async () => {
  const comms = commsInMemory();
  const { notificationId } = await requested(comms);
  await comms.work();
  const { dispatches } = await import('#functions/comms/domain/engine/dispatch');
  const { recordId } = await import('#functions/comms/domain/content');
  const stored = await comms.platform.records.get(dispatches, recordId(orgId, notificationId));
  expect(JSON.stringify(stored)).not.toContain('ann@example.com');
  expect(JSON.stringify(comms.events.filter(({ stream }) => stream.context === 'comms'))).not.toContain('ann@');
});

test.each([
  ['no-address', { emails: [], phones: [] }],
  ['no-address', { emails: [], phones: ['+4366412345678'] }],
])('a contact without a usable channel is undeliverable: %s', async (reason, addresses) => {
  const comms = commsInMemory({ sms: false });
  const contactId = comms.aContact('bob', addresses as any);
  const { body } = await comms.ask('sendNotification', { recipient: { contactId }, ...words });
  await comms.work();
  const found = await comms.ask('getNotification', { notificationId: body.notificationId });
  expect(found.body).toMatchObject({ status: 'Undeliverable', reason, channels: [] });
});

test('a user without a known address is undeliverable', async () => {
  const comms = commsInMemory();
  const { body } = await comms.ask('sendNotification', { recipient: { userId: newId('owner') }, ...words });
  await comms.work();
  const found = await comms.ask('getNotification', { notificationId: body.notificationId });
  expect(found.body).toMatchObject({ status: 'Undeliverable', reason: 'no-recipient' });
});

test('content that has expired before it could be sent is not sent', async () => {
  const comms = commsInMemory({ sms: false, answer: () => unavailable });
  const { get } = await requested(comms);
  await comms.work(1);
  comms.clock.now += 91 * 86_400_000;
  await comms.work();
  expect(await get()).toMatchObject({ status: 'Failed', channels: [{ status: 'Refused', attempts: 1 }] });
});
