import { newWebhookSecret } from '@waybill/channels/webhooks';
import { newId } from '@waybill/kernel';
import { orgId } from '@waybill/kernel/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContactDeleted } from '#events/geo';
import { idempotencyKey } from '#functions/comms/domain/engine/idempotency-key';
import { refusedAddresses, refusedAddressId } from '#functions/comms/domain/recipient/refused-addresses';
import { recordedEvent } from '#test/support/recorded-event';
import { words } from '../support/comms-in-memory.ts';
import { logLines } from './support/log-lines.ts';
import {
  commsWithEvents,
  everything,
  fromResend,
  receiveResend,
  resendEvent,
  secret,
} from './support/provider-events.ts';

type Comms = Awaited<ReturnType<typeof commsWithEvents>>;

const report = (comms: Comms, event: unknown, options: Parameters<typeof fromResend>[1] = {}) => {
  const { body, headers } = fromResend(event, { at: new Date(comms.clock.now).toISOString(), ...options });
  return comms.post(receiveResend, body, headers);
};

const permanent = { bounce: { type: 'Permanent' } };
const transient = { bounce: { type: 'Transient' } };

describe('what Resend reports is seen in the notification', () => {
  test.each([
    ['delivered', {}, 'Delivered', 'Delivered'],
    ['bounced', permanent, 'Bounced', 'PartlyDelivered'],
    ['bounced', transient, 'Bounced', 'PartlyDelivered'],
    ['suppressed', {}, 'Bounced', 'PartlyDelivered'],
    ['failed', {}, 'Bounced', 'PartlyDelivered'],
    ['complained', {}, 'Complained', 'Delivered'],
    ['opened', {}, 'Sent', 'Delivered'],
    ['delivery_delayed', {}, 'Sent', 'Delivered'],
  ])('%s %j: the e-mail is %s, the notification %s', async (type, more, channel, status) => {
    const comms = await commsWithEvents();
    const ann = await comms.sentTo('ann');
    expect(await report(comms, resendEvent(type, ann.emailId, more))).toMatchObject({ status: 200, body: {} });
    const channels = [{ channel: 'email', status: channel }, { status: 'Sent' }];
    expect(await ann.get()).toMatchObject({ status, channels });
    expect(await ann.listed()).toMatchObject({ status, email: channel, sms: 'Sent' });
  });

  test('and published, by the function that has received it', async () => {
    const comms = await commsWithEvents();
    const ann = await comms.sentTo('ann');
    await report(comms, resendEvent('bounced', ann.emailId, permanent));
    const settled = comms.events.filter(({ type }) => type === 'NotificationSettled').at(-1)!;
    expect(settled).toMatchObject({
      by: 'receiveResendEvents',
      stream: { org: orgId, id: ann.notificationId },
      data: { to: 'PartlyDelivered', channels: { email: 'Bounced', sms: 'Sent' } },
    });
  });

  test('while another channel is pending: the notification is settled later', async () => {
    let down = true;
    const unavailable = { outcome: 'unavailable', reason: 'The provider is down.' } as const;
    const answer = ({ channel }: { channel: string }) => (channel === 'sms' && down ? unavailable : undefined);
    const comms = await commsWithEvents(undefined, { answer });
    const contactId = comms.aContact('ann');
    const { body } = await comms.ask('sendNotification', { recipient: { contactId }, ...words });
    await comms.work(1);
    const [{ key }] = comms.sent as unknown as [{ key: string }];
    await report(comms, resendEvent('bounced', `id-${key}`, permanent));
    const get = async () => (await comms.ask('getNotification', { notificationId: body.notificationId })).body;
    expect(await get()).toMatchObject({ status: 'Pending', channels: [{ status: 'Bounced' }, { status: 'Pending' }] });
    down = false;
    await comms.work();
    expect(await get()).toMatchObject({
      status: 'PartlyDelivered',
      channels: [{ status: 'Bounced' }, { status: 'Sent' }],
    });
    expect(comms.sent.map(({ channel }) => channel)).toEqual(['email', 'sms']);
  });
});

describe('the address', () => {
  const later = async (comms: Comms, contactId: string, more: object = {}) => {
    const { body } = await comms.ask('sendNotification', { recipient: { contactId }, ...words, ...more });
    const before = comms.sent.length;
    await comms.work();
    const found = await comms.ask('getNotification', { notificationId: body.notificationId });
    return { ...found.body, sent: comms.sent.slice(before).map(({ channel }) => channel) };
  };

  test.each([
    ['bounced', permanent],
    ['suppressed', {}],
    ['complained', {}],
  ])('is not used any more after %s, for urgent notifications either', async (type, more) => {
    const comms = await commsWithEvents(undefined, { sms: false });
    const { contactId, emailId } = await comms.sentTo('ann');
    await report(comms, resendEvent(type, emailId, { ...more, to: ['Ann@Example.com'] }));
    const urgent = await later(comms, contactId, { urgency: 'urgent' });
    expect(urgent).toMatchObject({ status: 'Undeliverable', reason: 'address-refused', attempts: [], sent: [] });
  });

  test.each([
    ['bounced', transient],
    ['failed', {}],
    ['delivered', {}],
  ])('is used again after %s %j', async (type, more) => {
    const comms = await commsWithEvents(undefined, { sms: false });
    const { contactId, emailId } = await comms.sentTo('ann');
    await report(comms, resendEvent(type, emailId, more));
    expect(await later(comms, contactId)).toMatchObject({ status: 'Delivered', sent: ['email'] });
  });

  test('is still used for mails that the recipient has just asked for, and by other organizations', async () => {
    const comms = await commsWithEvents(undefined, { sms: false });
    const { contactId, emailId } = await comms.sentTo('ann');
    await report(comms, resendEvent('bounced', emailId, permanent));
    expect(await later(comms, contactId, { sensitive: true })).toMatchObject({ sent: ['email'] });
    const elsewhere = refusedAddressId('another-org', 'email', 'ann@example.com');
    expect(await comms.platform.records.get(refusedAddresses, elsewhere)).toBeUndefined();
  });

  test('of who has complained gets no normal notification, even half a year later; the SMS stays', async () => {
    const comms = await commsWithEvents();
    const { contactId, emailId } = await comms.sentTo('ann');
    const quietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/Vienna' };
    await comms.ask('changeNotificationPreferences', { contactId, email: true, sms: true, quietHours });
    await report(comms, resendEvent('complained', emailId));
    const { body } = await comms.ask('getNotificationPreferences', { contactId });
    expect(body).toEqual({ email: false, sms: true, quietHours });
    comms.clock.now += 181 * 86_400_000;
    expect(await later(comms, contactId)).toMatchObject({ status: 'Delivered', sent: ['sms'] });
  });

  test('of a contact that was replaced since: the one that has replaced it is unsubscribed', async () => {
    const comms = await commsWithEvents();
    const { contactId, emailId } = await comms.sentTo('ann');
    const next = comms.aContact('ann, replaced', { emails: ['ann@example.com'] });
    const key = { contextKey: 'customer', relatedEntityId: newId('ann') };
    const stream = { context: 'geo', org: orgId, aggregate: 'contact', id: contactId };
    comms.platform.given([recordedEvent(ContactDeleted({ ...key, why: 'replaced', replacedBy: next }), stream, 2)]);
    await report(comms, resendEvent('complained', emailId));
    expect((await comms.ask('getNotificationPreferences', { contactId: next })).body.email).toBe(false);
  });

  test('of a mail about an account has no preference, and the next mail is sent', async () => {
    const comms = await commsWithEvents();
    const mail = { mailId: crypto.randomUUID(), purpose: 'password-reset', to: 'ann@example.com', name: 'Ann' };
    const link = 'https://waybill.example/reset?token=t';
    const at = new Date(comms.clock.now).toISOString();
    await comms.account({ ...mail, link, at });
    await comms.work();
    await report(comms, resendEvent('complained', `id-${comms.sent[0]!.key}`));
    const settled = comms.events.filter(({ type }) => type === 'NotificationSettled').at(-1);
    expect(settled).toMatchObject({ stream: { org: '-' }, data: { channels: { email: 'Complained' } } });
    await comms.account({ ...mail, mailId: crypto.randomUUID(), link, at });
    await comms.work();
    expect(comms.sent).toHaveLength(2);
  });
});

describe('events arrive in any order, and more than once', () => {
  const known = [
    ['delivered', {}],
    ['bounced', transient],
    ['bounced', permanent],
    ['complained', {}],
  ] as const;

  test('the state and the address are those of the furthest one', async () => {
    const some = fc.array(fc.constantFrom(...known.keys()), { minLength: 1, maxLength: 6 });
    const property = fc.asyncProperty(some, async (order) => {
      const comms = await commsWithEvents(undefined, { sms: false });
      const ann = await comms.sentTo('ann');
      for (const i of order) await report(comms, resendEvent(known[i]![0], ann.emailId, known[i]![1]));
      const furthest = Math.max(...order);
      const { channels } = await ann.get();
      expect(channels[0].status).toBe(['Delivered', 'Bounced', 'Bounced', 'Complained'][furthest]);
      const { refused, preference } = await everything(comms, ann);
      expect(Boolean(refused)).toBe(furthest >= 2);
      expect(preference?.data.email).toBe(furthest === 3 ? false : undefined);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test.each(known)('%s %j twice changes nothing the second time', async (type, more) => {
    const comms = await commsWithEvents();
    const ann = await comms.sentTo('ann');
    const event = resendEvent(type, ann.emailId, more);
    await report(comms, event);
    const before = await everything(comms, ann);
    comms.clock.now += 60_000;
    expect((await report(comms, event)).status).toBe(200);
    expect(await everything(comms, ann)).toEqual(before);
  });

  test('a complaint that is repeated does not undo that e-mail was switched on again', async () => {
    const comms = await commsWithEvents();
    const { contactId, emailId } = await comms.sentTo('ann');
    await report(comms, resendEvent('complained', emailId));
    await comms.ask('changeNotificationPreferences', { contactId, email: true, sms: true });
    await report(comms, resendEvent('complained', emailId));
    expect((await comms.ask('getNotificationPreferences', { contactId })).body.email).toBe(true);
  });

  test('at the same moment: one of them is recorded, and none fails', async () => {
    const comms = await commsWithEvents();
    const ann = await comms.sentTo('ann');
    const event = resendEvent('bounced', ann.emailId, permanent);
    const settledBefore = comms.events.length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => report(comms, event)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(comms.events.length).toBe(settledBefore + 1);
  });
});

test('an event that overtakes the record of its message is sent again, and recorded then', async () => {
  const comms = await commsWithEvents();
  const contactId = comms.aContact('ann');
  const { notificationId } = (await comms.ask('sendNotification', { recipient: { contactId }, ...words })).body;
  const id = `id-${idempotencyKey(orgId, { notificationId, channel: 'email' })}`;
  const event = resendEvent('bounced', id, permanent);
  const early = await report(comms, event);
  expect([early.status, early.body.code, early.headers['retry-after']]).toEqual([503, 'message-not-known-yet', '5']);
  await comms.work();
  comms.clock.now += 5_000;
  expect((await report(comms, event)).status).toBe(200);
  const { channels } = (await comms.ask('getNotification', { notificationId })).body;
  expect(channels[0]).toMatchObject({ channel: 'email', status: 'Bounced' });
});

describe('an event changes nothing', () => {
  const bounced = (emailId: string) => resendEvent('bounced', emailId, permanent);
  const earlier = (event: object) => ({ ...event, created_at: '2026-05-04T11:59:30.000Z' });

  test.each<[string, (emailId: string, smsId: string) => unknown]>([
    ['about a message that is not known', () => earlier(bounced('id-of-another-stage'))],
    ['about a message that is not known, without a time', () => ({ ...bounced('x'), created_at: 'yesterday' })],
    ['about a message with an endless id', () => earlier(bounced('x'.repeat(10_000)))],
    ['about an SMS', (_, smsId) => earlier(bounced(smsId))],
    ['without an id', () => ({ type: 'email.bounced', data: { to: ['ann@example.com'] } })],
    ['of another form', (emailId) => ({ type: 'email.bounced', data: { email_id: [emailId], to: 'ann@example.com' } })],
    ['with keys of Object.prototype', () => '{"__proto__":{"type":"email.bounced"},"constructor":1}'],
    ['that is not JSON', () => '{'],
    ['that is empty', () => ''],
    ['that is nested ten thousand times', () => '['.repeat(10_000)],
  ])('%s', async (_, event) => {
    const comms = await commsWithEvents();
    const ann = await comms.sentTo('ann');
    const before = await everything(comms, ann);
    expect(await report(comms, event(ann.emailId, ann.smsId))).toMatchObject({ status: 200, body: {} });
    expect(await everything(comms, ann)).toEqual(before);
  });

  const refused = async (
    comms: Comms,
    ann: Awaited<ReturnType<Comms['sentTo']>>,
    answer: ReturnType<typeof report>,
  ) => {
    const before = await everything(comms, ann);
    const { status, body } = await answer;
    expect([status, body.code]).toEqual([401, 'invalid-signature']);
    expect(Object.keys(body).toSorted()).toEqual(['code', 'correlation', 'status', 'title', 'type']);
    expect(await everything(comms, ann)).toEqual(before);
  };

  test('if it is forged, altered, replayed after five minutes, from the future, or not signed', async () => {
    const comms = await commsWithEvents();
    const ann = await comms.sentTo('ann');
    const event = bounced(ann.emailId);
    const good = fromResend(event);
    const at = (seconds: number) => new Date(comms.clock.now + seconds * 1000).toISOString();
    await refused(comms, ann, report(comms, event, { signedWith: newWebhookSecret() }));
    await refused(comms, ann, comms.post(receiveResend, good.body.replace('ann@', 'bob@'), good.headers));
    await refused(comms, ann, comms.post(receiveResend, `${good.body} `, good.headers));
    await refused(comms, ann, report(comms, event, { at: at(-301) }));
    await refused(comms, ann, report(comms, event, { at: at(301) }));
    await refused(comms, ann, comms.post(receiveResend, good.body));
    for (const name of Object.keys(good.headers)) {
      const { [name]: _, ...others } = good.headers;
      await refused(comms, ann, comms.post(receiveResend, good.body, others));
      await refused(comms, ann, comms.post(receiveResend, good.body, { ...others, [name]: 'v1,AAAA 1e3 \u0000' }));
    }
    expect((await comms.post(receiveResend, good.body, good.headers)).status).toBe(200);
  });

  test('on a stage without a secret, whatever it is signed with', async () => {
    const comms = await commsWithEvents({});
    const ann = await comms.sentTo('ann');
    await refused(comms, ann, report(comms, bounced(ann.emailId)));
  });

  test('if it is larger than 256 KB, or not UTF-8', async () => {
    const comms = await commsWithEvents();
    const ann = await comms.sentTo('ann');
    const huge = { ...bounced(ann.emailId), more: 'x'.repeat(256 * 1024) };
    expect(await report(comms, huge)).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    const bytes = Buffer.from([0x7b, 0xff, 0xfe]);
    expect(await comms.post(receiveResend, bytes)).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
    expect((await ann.get()).channels[0].status).toBe('Sent');
  });
});

test('while a secret is replaced, both are valid', async () => {
  const next = newWebhookSecret();
  const comms = await commsWithEvents({ 'events/resend': { secrets: [secret, next] } });
  const ann = await comms.sentTo('ann');
  for (const signedWith of [secret, next])
    expect((await report(comms, resendEvent('delivered', ann.emailId), { signedWith })).status).toBe(200);
});

test.each([
  [{}],
  [{ secrets: [] }],
  [{ secrets: ['whsec_short'] }],
  [{ secrets: [secret], key: 'hush' }],
  [{ secrets: Array.from({ length: 3 }, newWebhookSecret) }],
])('with a mistake in its configuration, Resend sends the event again later: %j', async (config) => {
  const lines = logLines();
  const comms = await commsWithEvents({ 'events/resend': config });
  const answer = await report(comms, resendEvent('delivered', 'x'));
  expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'not-ready', '30']);
  expect(lines.join()).toMatch(/channels\/events\/resend: The configuration is not valid: (secrets|value)/);
  expect(lines.join()).not.toMatch(/whsec_[^ ]{9}|hush/);
});

test('requests without a signature are limited, events are not', async () => {
  const comms = await commsWithEvents();
  const { emailId } = await comms.sentTo('ann');
  const event = resendEvent('delivered', emailId);
  const statuses = new Set<number>();
  for (let i = 0; i < 400; i++) statuses.add((await report(comms, event)).status);
  expect([...statuses]).toEqual([200]);
  const forged = () => comms.post(receiveResend, '{}');
  for (let i = 0; i < 300; i++) expect((await forged()).status).toBe(401);
  expect(await forged()).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
  comms.clock.now += 61_000;
  expect((await report(comms, event)).status).toBe(200);
});

test('no log line has an address, a content or a secret', async () => {
  const lines = logLines();
  const comms = await commsWithEvents();
  const ann = await comms.sentTo('ann');
  for (const type of ['delivered', 'bounced', 'complained']) await report(comms, resendEvent(type, ann.emailId));
  await report(comms, resendEvent('bounced', 'id-of-another-stage'));
  await report(comms, resendEvent('bounced', ann.emailId), { signedWith: newWebhookSecret() });
  expect(lines.join('\n')).toContain('POST /provider-events/resend');
  expect(lines.join('\n')).not.toMatch(/ann@|example\.com|News|whsec_|\+43664/);
});
