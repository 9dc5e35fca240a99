import { newId } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { type MemberJoined as Joined, MemberJoined, MemberRemoved } from '#events/organizations';
import { inboxRow } from '#functions/comms/projections/inbox-row';
import { purgeMessages } from '#functions/comms/schedules/purge-messages';
import { orgId } from '#test/support/in-memory';
import { recordedEvent } from '#test/support/recorded-event';
import { commsInMemory, start, words } from './support/comms-in-memory.ts';

const [ann, ben] = [newId('ann'), newId('ben')];
const days = 86_400_000;

/** An organization with two agents. */
const office = () => {
  const comms = commsInMemory();
  const stream = { context: 'organizations', org: orgId, aggregate: 'organization', id: orgId };
  const happen = (version: number, event: ReturnType<typeof Joined> | ReturnType<typeof MemberRemoved>) =>
    comms.platform.given([recordedEvent(event, stream, version)]);
  [ann, ben].forEach((userId, i) => {
    happen(i + 3, MemberJoined({ userId, role: 'agent' }));
  });
  const send = async (userId: string, more: object = {}) => {
    comms.clock.now += 1_000;
    const { status, body } = await comms.ask('sendNotification', { recipient: { userId }, ...words, ...more });
    expect(status).toBe(201);
    return body.notificationId as string;
  };
  const as = (userId: string, claims: Record<string, string> = {}) => ({
    role: 'agent' as const,
    claims: { sub: userId, ...claims },
  });
  const inbox = async (userId: string, input: Record<string, unknown> = {}) =>
    (await comms.ask('listInbox', input, as(userId))).body;
  const read = (notificationId: string, userId: string, claims = {}) =>
    comms.ask('markNotificationRead', { notificationId }, as(userId, claims));
  return { ...comms, happen, send, as, inbox, read };
};

const idsIn = ({ items }: any): string[] => items.map(({ notificationId }: any) => notificationId);

test('members find their own notifications in the inbox, the newest first, with the beginning of the text', async () => {
  const comms = office();
  const first = await comms.send(ann, { title: 'First', text: 'ä'.repeat(300) });
  await comms.send(ben);
  const second = await comms.send(ann, { title: 'Second', urgency: 'urgent' });
  const page = await comms.inbox(ann);
  expect(page).toMatchObject({
    unread: 2,
    items: [
      { notificationId: second, title: 'Second', excerpt: 'It is here.', urgency: 'urgent', readAt: null },
      { notificationId: first, title: 'First', excerpt: 'ä'.repeat(200), urgency: 'normal', readAt: null },
    ],
  });
  expect(Object.keys(page.items[0])).not.toContain('userId');
  const whole = await comms.ask('getInboxNotification', { notificationId: first }, comms.as(ann));
  expect(whole.body).toMatchObject({ title: 'First', markdown: words.markdown, text: 'ä'.repeat(300), readAt: null });
});

test('the inbox also has what was not sent, because the member has no address or switched the channels off', async () => {
  const comms = office();
  await comms.ask('changeNotificationPreferences', { email: false, sms: false }, comms.as(ann));
  const notificationId = await comms.send(ann);
  await comms.work();
  expect((await comms.ask('getNotification', { notificationId })).body.status).toBe('Undeliverable');
  expect(idsIn(await comms.inbox(ann))).toEqual([notificationId]);
});

test('a notification is marked as read once, and stays in the inbox', async () => {
  const comms = office();
  const [one, two] = [await comms.send(ann), await comms.send(ann)];
  const marked = await comms.read(one, ann);
  expect([marked.status, marked.body]).toEqual([200, { notificationId: one, version: 2 }]);
  expect((await comms.read(one, ann)).body).toEqual({ notificationId: one, version: 2 });
  await Promise.all([comms.read(one, ann), comms.read(one, ann)]);
  expect(comms.events.filter(({ type }) => type === 'NotificationRead')).toHaveLength(1);
  const page = await comms.inbox(ann);
  expect([idsIn(page), page.unread]).toEqual([[two, one], 1]);
  expect(page.items[1].readAt).toBe(new Date(comms.clock.now).toISOString());
  expect(idsIn(await comms.inbox(ann, { unread: 'true' }))).toEqual([two]);
  expect(idsIn(await comms.inbox(ann, { unread: 'false' }))).toEqual([two, one]);
});

test('reading a notification does not stop its delivery', async () => {
  const comms = office();
  await comms.address({ userId: ann, email: 'ann@example.com', name: 'Ann', at: start });
  const notificationId = await comms.send(ann);
  await comms.read(notificationId, ann);
  await comms.work();
  expect(comms.sent.map(({ to }) => to)).toEqual(['ann@example.com']);
  expect((await comms.ask('getNotification', { notificationId })).body.status).toBe('Delivered');
  expect((await comms.inbox(ann)).unread).toBe(0);
});

test('the whole inbox is marked as read up to a time, with what arrives in the same millisecond', async () => {
  const comms = office();
  const ids = [await comms.send(ann), await comms.send(ann), await comms.send(ann)];
  const { items } = await comms.inbox(ann);
  const mark = (upTo: string) => comms.ask('markInboxRead', { upTo }, comms.as(ann));
  expect((await mark(items[1].requestedAt)).body).toEqual({ readUpTo: items[1].requestedAt });
  expect(idsIn(await comms.inbox(ann, { unread: 'true' }))).toEqual([ids[2]]);
  expect((await comms.inbox(ann)).unread).toBe(1);
  // An earlier time changes nothing.
  expect((await mark(items[2].requestedAt)).body).toEqual({ readUpTo: items[1].requestedAt });
  const { body } = await comms.ask('getInboxNotification', { notificationId: ids[0] }, comms.as(ann));
  expect(body.readAt).toBe(new Date(comms.clock.now).toISOString());
  expect((await comms.inbox(ben)).unread).toBe(0);
});

test('a time in the future marks nothing that is still to come', async () => {
  const comms = office();
  await comms.send(ann);
  const { body } = await comms.ask('markInboxRead', { upTo: '9999-12-31T23:59:59Z' }, comms.as(ann));
  expect(body.readUpTo).toBe(new Date(comms.clock.now).toISOString());
  const later = await comms.send(ann);
  expect(idsIn(await comms.inbox(ann, { unread: 'true' }))).toEqual([later]);
  for (const upTo of ['yesterday', '2026-05-04', 5, undefined])
    expect((await comms.ask('markInboxRead', { upTo }, comms.as(ann))).body.errors?.[0].path).toBe('upTo');
});

test('nobody sees or marks the notifications of others, nor sensitive ones, nor those of contacts', async () => {
  const comms = office();
  const { body } = await comms.ask('sendNotification', { recipient: { contactId: comms.aContact('carl') }, ...words });
  const others = [await comms.send(ben), await comms.send(ann, { sensitive: true }), body.notificationId, newId()];
  for (const notificationId of others) {
    const options = comms.as(ann);
    expect((await comms.ask('getInboxNotification', { notificationId }, options)).status).toBe(404);
    expect((await comms.read(notificationId, ann)).body.code).toBe('notification-not-found');
  }
  expect(await comms.inbox(ann)).toMatchObject({ items: [], unread: 0 });
  expect(comms.events.filter(({ type }) => type === 'NotificationRead')).toEqual([]);
});

test('members of another organization find nothing there, under the same user id', async () => {
  const comms = office();
  const notificationId = await comms.send(ann);
  const elsewhere = { ...comms.as(ann), org: newId('elsewhere') };
  for (const [name, input] of [
    ['listInbox', {}],
    ['getInboxNotification', { notificationId }],
    ['markInboxRead', { upTo: start }],
  ] as const)
    expect((await comms.ask(name, input, elsewhere)).body.code, name).toBe('not-a-member');
  expect((await comms.ask('markNotificationRead', { notificationId }, elsewhere)).status).toBe(404);
});

test('who has left the organization finds nothing more of it, although the token is still valid', async () => {
  const comms = office();
  const notificationId = await comms.send(ann);
  comms.happen(5, MemberRemoved({ userId: ann, why: 'removed' }));
  for (const [name, input] of [
    ['listInbox', {}],
    ['getInboxNotification', { notificationId }],
    ['markNotificationRead', { notificationId }],
    ['markInboxRead', { upTo: start }],
  ] as const) {
    const { status, body } = await comms.ask(name, input, comms.as(ann));
    expect([status, body.code], name).toEqual([403, 'not-a-member']);
  }
});

test('API keys have no inbox, and staff that emulates the organization marks nothing', async () => {
  const comms = office();
  const notificationId = await comms.send(ann);
  const key = comms.as(`key:${newId()}`);
  expect((await comms.ask('listInbox', {}, key)).body.code).toBe('member-not-found');
  expect((await comms.ask('getInboxNotification', { notificationId }, key)).body.code).toBe('member-not-found');
  expect((await comms.ask('markNotificationRead', { notificationId }, key)).body.code).toBe('member-not-found');
  const emulating = comms.as(ann, { emulatedFrom: newId('staff') });
  expect((await comms.ask('markNotificationRead', { notificationId }, emulating)).body.code).toBe(
    'emulating-reads-only',
  );
});

test('after 90 days a notification is not in the inbox any more, before or after its content was purged', async () => {
  const comms = office();
  const old = await comms.send(ann);
  comms.clock.now = Date.parse(start) + 89 * days;
  const recent = await comms.send(ann);
  expect(await comms.inbox(ann)).toMatchObject({ unread: 2, items: [{}, {}] });
  comms.clock.now += days;
  const gone = async () => {
    const page = await comms.inbox(ann);
    expect([idsIn(page), page.unread]).toEqual([[recent], 1]);
    expect((await comms.ask('getInboxNotification', { notificationId: old }, comms.as(ann))).status).toBe(404);
  };
  await gone();
  await purgeMessages.with(comms.production)({});
  await gone();
});

test('pages follow each other, and a cursor is valid for its own user and filter only', async () => {
  const comms = office();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.unshift(await comms.send(ann));
  const first = await comms.inbox(ann, { limit: '3' });
  const { nextCursor: cursor } = first;
  // What arrives meanwhile does not shift the next page.
  await comms.send(ann);
  const second = await comms.inbox(ann, { limit: '3', cursor });
  expect([...idsIn(first), ...idsIn(second)]).toEqual(ids);
  expect(second.nextCursor).toBeUndefined();
  for (const [userId, input] of [
    [ben, { cursor }],
    [ann, { cursor, unread: 'true' }],
    [ann, { cursor: 'forged' }],
  ] as const)
    expect((await comms.ask('listInbox', input, comms.as(userId))).status).toBe(400);
  for (const input of [{ unread: 'maybe' }, { limit: '101' }, { limit: '100000' }, { user: ben }])
    expect((await comms.ask('listInbox', input, comms.as(ann))).status).toBe(400);
});

test('the rows of `inboxRow` are those of users, and have no sensitive notification', async () => {
  const comms = office();
  await comms.ask('sendNotification', { recipient: { contactId: comms.aContact('carl') }, ...words });
  await comms.send(ann, { sensitive: true });
  const notificationId = await comms.send(ann);
  const keys = comms.events.map((event) => inboxRow.keyOf(event)).filter((key) => key !== undefined);
  expect(keys).toEqual([notificationId]);
});

test('more than a hundred unread ones are not counted', async () => {
  const comms = office();
  for (let i = 0; i < 105; i++) await comms.send(ann);
  const { unread, items } = await comms.inbox(ann, { limit: '100' });
  expect([unread, items.length]).toEqual([100, 100]);
});
