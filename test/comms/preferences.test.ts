import { newId } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { quietUntil } from '#functions/comms/domain/recipient/quiet-hours';
import { commsInMemory, words } from './support/comms-in-memory.ts';

const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Vienna' };
type Comms = ReturnType<typeof commsInMemory>;

const notify = async (comms: Comms, contactId: string, more: object = {}) => {
  const { body } = await comms.ask('sendNotification', { recipient: { contactId }, ...words, ...more });
  return async () => (await comms.ask('getNotification', { notificationId: body.notificationId })).body;
};

test('without a preference, all channels are on and there are no quiet hours', async () => {
  const { status, body } = await commsInMemory().ask('getNotificationPreferences', {});
  expect([status, body]).toEqual([200, { email: true, sms: true, quietHours: null }]);
});

test('a channel that a contact has switched off is used for urgent and sensitive notifications only', async () => {
  const comms = commsInMemory();
  const contactId = comms.aContact('ann');
  const wanted = { email: false, sms: true };
  expect((await comms.ask('changeNotificationPreferences', { contactId, ...wanted })).status).toBe(200);
  const used = async (more: object) => {
    const before = comms.sent.length;
    await notify(comms, contactId, more);
    await comms.work();
    return comms.sent
      .slice(before)
      .map(({ channel }) => channel)
      .toSorted();
  };
  expect(await used({})).toEqual(['sms']);
  expect(await used({ urgency: 'urgent' })).toEqual(['email', 'sms']);
  expect(await used({ sensitive: true })).toEqual(['email']);
  await comms.ask('changeNotificationPreferences', { contactId, email: false, sms: false });
  const get = await notify(comms, contactId);
  await comms.work();
  expect(await get()).toMatchObject({ status: 'Undeliverable', reason: 'opted-out' });
});

test('a normal notification waits until the quiet hours end, an urgent one does not', async () => {
  const comms = commsInMemory();
  const contactId = comms.aContact('ann', { phones: [] });
  await comms.ask('changeNotificationPreferences', { contactId, email: true, sms: true, quietHours: night });
  // 23:30 in Vienna.
  comms.clock.now = Date.parse('2026-05-04T21:30:00.000Z');
  await notify(comms, contactId);
  await notify(comms, contactId, { urgency: 'urgent', title: 'Now' });
  await comms.work();
  expect(comms.sent.map(({ subject, at }) => [subject, at])).toEqual([
    ['Now', '2026-05-04T21:30:00.000Z'],
    ['News', '2026-05-05T05:00:00.000Z'],
  ]);
});

test('an attempt that would fall into the quiet hours waits for their end', async () => {
  let down = true;
  const comms = commsInMemory({ answer: () => (down ? { outcome: 'unavailable', reason: 'Down.' } : undefined) });
  const contactId = comms.aContact('ann', { phones: [] });
  await comms.ask('changeNotificationPreferences', { contactId, email: true, sms: true, quietHours: night });
  comms.clock.now = Date.parse('2026-05-04T19:59:58.000Z');
  await notify(comms, contactId);
  await comms.work(1);
  down = false;
  await comms.work();
  expect(comms.sent.map(({ at }) => at)).toEqual(['2026-05-05T05:00:00.000Z']);
});

describe('quiet hours', () => {
  test.each([
    [night, '2026-05-04T19:59:59Z', undefined],
    [night, '2026-05-04T20:00:00Z', '2026-05-05T05:00:00.000Z'],
    [night, '2026-05-05T04:59:59Z', '2026-05-05T05:00:00.000Z'],
    [night, '2026-05-05T05:00:00Z', undefined],
    [{ from: '12:00', to: '13:30', timeZone: 'Asia/Kolkata' }, '2026-05-04T07:00:00Z', '2026-05-04T08:00:00.000Z'],
    [{ from: '12:00', to: '13:30', timeZone: 'Asia/Kolkata' }, '2026-05-04T08:00:00Z', undefined],
  ])('%j at %s end at %s', (quiet, now, until) => expect(quietUntil(quiet, new Date(now))).toBe(until));
});

test.each([
  ['email', { email: 'no' }],
  ['sms', { sms: undefined }],
  ['quietHours.from', { quietHours: { ...night, from: '24:00' } }],
  ['quietHours.to', { quietHours: { ...night, to: night.from } }],
  ['quietHours.timeZone', { quietHours: { ...night, timeZone: 'Mars/Olympus' } }],
])('an invalid %s is refused', async (path, more) => {
  const { status, body } = await commsInMemory().ask('changeNotificationPreferences', {
    email: true,
    sms: true,
    ...more,
  });
  expect([status, body.errors?.[0].path]).toEqual([400, path]);
});

test('agents change only their own preferences, and officers those of their own contacts', async () => {
  const comms = commsInMemory();
  const contactId = comms.aContact('ann');
  const off = { email: false, sms: false };
  const change = (more: object, options: object) =>
    comms.ask('changeNotificationPreferences', { ...off, ...more }, options);
  expect((await change({ contactId }, { role: 'agent' })).body.code).toBe('role-too-low');
  expect((await comms.ask('getNotificationPreferences', { contactId }, { role: 'agent' })).body.code).toBe(
    'role-too-low',
  );
  expect((await change({ contactId }, { org: newId('elsewhere') })).body.code).toBe('contact-not-found');
  expect((await change({}, { role: 'agent' })).status).toBe(200);
  const of = async (more: Record<string, unknown>, role: string) =>
    (await comms.ask('getNotificationPreferences', more, { role: role as 'agent' })).body.email;
  expect([await of({}, 'agent'), await of({}, 'owner'), await of({ contactId }, 'owner')]).toEqual([false, true, true]);
});
