import { keyHolder, newId } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { commsInMemory, words } from './support/comms-in-memory.ts';

const send = (comms: ReturnType<typeof commsInMemory>, more: object = {}, options: object = {}) =>
  comms.ask('sendNotification', { recipient: { contactId: comms.aContact('ann') }, ...words, ...more }, options);

test.each([
  ['title', { title: '' }],
  ['title', { title: 'x'.repeat(256) }],
  ['title', { title: 'a\u0007b' }],
  ['markdown', { markdown: ' \n\t ' }],
  ['markdown', { markdown: 'x'.repeat(50_001) }],
  ['text', { text: 'x'.repeat(50_001) }],
  ['text', { text: 'a\u0000b' }],
  ['text', { text: 'a\ud800b' }],
  ['urgency', { urgency: 'important' }],
  ['sensitive', { sensitive: 'yes' }],
  ['recipient', { recipient: {} }],
  ['recipient', { recipient: { contactId: newId(), userId: newId() } }],
  ['recipient', { recipient: { contactId: 'ann@example.com' } }],
  ['recipient', { recipient: { email: 'ann@example.com' } }],
])('an invalid %s is refused', async (path, more) => {
  const { status, body } = await send(commsInMemory(), more);
  expect([status, body.code]).toEqual([400, 'invalid-input']);
  expect(body.errors.map((error: any) => error.path.split('.')[0])).toContain(path);
});

test('the longest title and texts are accepted, and line breaks are kept', async () => {
  const comms = commsInMemory();
  const text = `one\r\ntwo\n\n${'x'.repeat(49_000)}`;
  const { body } = await send(comms, { title: '題'.repeat(255), markdown: 'x'.repeat(50_000), text });
  await comms.work();
  expect(comms.sent[1]!.text.startsWith('one\ntwo\n\nx')).toBe(true);
  const found = await comms.ask('getNotification', { notificationId: body.notificationId });
  expect(found.body).toMatchObject({ status: 'Delivered', title: '題'.repeat(255) });
});

test('an API key notifies only contacts that it reaches, and sees their preferences only', async () => {
  const comms = commsInMemory();
  const byKey = (contextKeys: readonly string[]) => ({
    claims: { sub: keyHolder(newId('a key')), contextKeys: JSON.stringify(contextKeys) },
  });
  for (const contextKeys of [[], ['supplier']])
    expect((await send(comms, {}, byKey(contextKeys))).body.code).toBe('contact-not-found');
  expect((await send(comms, {}, byKey(['customer']))).status).toBe(201);
  const preferences = (contextKey: string) =>
    comms.ask('getNotificationPreferences', { contactId: comms.aContact('ann') }, byKey([contextKey]));
  expect((await preferences('supplier')).body.code).toBe('contact-not-found');
  expect((await preferences('customer')).status).toBe(200);
});

test('an agent may not send, nor read what others were sent', async () => {
  const comms = commsInMemory();
  const { body } = await send(comms);
  expect((await send(comms, {}, { role: 'agent' })).status).toBe(403);
  const { notificationId } = body;
  expect((await comms.ask('getNotification', { notificationId }, { role: 'agent' })).status).toBe(403);
  expect((await comms.ask('listNotifications', {}, { role: 'agent' })).status).toBe(403);
});

test('the contacts, members and notifications of another organization do not exist', async () => {
  const comms = commsInMemory();
  const { body } = await send(comms);
  const org = newId('elsewhere');
  expect((await send(comms, {}, { org })).body.code).toBe('contact-not-found');
  const owner = { userId: newId('owner') };
  expect((await send(comms, { recipient: owner }, { org })).body.code).toBe('member-not-found');
  expect((await send(comms, { recipient: { userId: newId('stranger') } })).body.code).toBe('member-not-found');
  expect((await comms.ask('getNotification', { notificationId: body.notificationId }, { org })).status).toBe(404);
  expect((await comms.ask('listNotifications', {}, { org })).body.items).toEqual([]);
});

test('a repeated request is one notification', async () => {
  const comms = commsInMemory();
  const headers = { 'idempotency-key': 'once' };
  const first = await send(comms, {}, { headers });
  const again = await send(comms, {}, { headers });
  expect(again.body.notificationId).toBe(first.body.notificationId);
  expect(again.headers['idempotent-replayed']).toBe('true');
  await comms.work();
  expect(comms.sent).toHaveLength(2);
});

test('the list has the newest first, and each filter selects by itself and with the others', async () => {
  const comms = commsInMemory({ answer: ({ to }) => (to.startsWith('bad') ? refused : undefined) });
  const bad = comms.aContact('bad', { phones: [] });
  const good = comms.aContact('good');
  const ids: string[] = [];
  for (let i = 0; i < 9; i++) {
    comms.clock.now += 60_000;
    const { body } = await send(comms, { recipient: { contactId: i % 3 ? good : bad } });
    ids.push(body.notificationId);
    if (i < 7) await comms.work();
  }
  const list = async (filters: object) => {
    const { status, body } = await comms.ask('listNotifications', { ...filters });
    expect(status).toBe(200);
    return body.items.map(({ notificationId }: any) => ids.indexOf(notificationId));
  };
  expect(await list({})).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(await list({ recipient: bad })).toEqual([6, 3, 0]);
  expect(await list({ status: 'Pending' })).toEqual([8, 7]);
  expect(await list({ status: 'Failed' })).toEqual([0]);
  expect(await list({ status: 'Undeliverable', recipient: bad })).toEqual([6, 3]);
  expect(await list({ status: 'Undeliverable', recipient: good })).toEqual([]);
  const minute = (n: number) => new Date(Date.parse('2026-05-04T12:00:00Z') + n * 60_000).toISOString();
  expect(await list({ recipient: good, from: minute(2), to: minute(6) })).toEqual([4, 2, 1]);
  expect((await comms.ask('listNotifications', { from: minute(2), to: minute(2) })).status).toBe(400);
  expect((await comms.ask('listNotifications', { recipient: 'bad' })).status).toBe(400);

  const first = await comms.ask('listNotifications', { recipient: good, limit: '4' });
  expect(first.body.items).toHaveLength(4);
  const { nextCursor: cursor } = first.body;
  const second = await comms.ask('listNotifications', { recipient: good, limit: '4', cursor });
  expect(second.body.items).toHaveLength(2);
  expect(second.body.nextCursor).toBeUndefined();
  expect((await comms.ask('listNotifications', { recipient: bad, cursor })).status).toBe(400);
});

const refused = { outcome: 'refused', of: 'address', reason: 'No such mailbox.' } as const;

test('no item of a list has a title, a text or an address', async () => {
  const comms = commsInMemory();
  await send(comms, { title: 'Secret news' });
  await comms.work();
  const { body } = await comms.ask('listNotifications', {});
  expect(JSON.stringify(body)).not.toMatch(/Secret|here|example\.com/);
});

test('the rows of `notificationRow` follow what `startDelivering` has begun', async () => {
  const comms = commsInMemory();
  const { body } = await send(comms);
  await comms.work();
  expect(comms.events.filter(({ stream }) => stream.id === body.notificationId).map(({ type }) => type)).toEqual([
    'NotificationRequested',
    'NotificationSettled',
  ]);
});
