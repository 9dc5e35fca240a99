import { createHmac } from 'node:crypto';
import type { LambdaFunction } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { receiveTwilioEvents } from '#functions/comms/endpoints/provider-events/receive-twilio-events';
import { words } from '../support/comms-in-memory.ts';
import { logLines } from './support/log-lines.ts';
import { commsWithEvents, everything } from './support/provider-events.ts';

type Comms = Awaited<ReturnType<typeof commsWithEvents>>;
type Form = Readonly<Record<string, string>>;

const url = 'https://api.waybill.example/v1/provider-events/twilio';
const token = '0123456789abcdef0123456789abcdef';
const comms = (config: object = { authTokens: [token], url }) => commsWithEvents({ 'events/twilio': config });

const signed = (form: Form, { key = token, at = url } = {}) => {
  const text = Object.keys(form)
    .toSorted()
    .map((name) => `${name}${form[name]}`)
    .join('');
  const signature = createHmac('sha1', key)
    .update(at + text)
    .digest('base64');
  return { body: `${new URLSearchParams(form)}`, headers: { 'x-twilio-signature': signature } };
};
const formOf = (MessageSid: string, MessageStatus: string, more: object = {}): Form => ({
  ...{ MessageSid, MessageStatus, To: '+4366412345678', AccountSid: 'AC1', ApiVersion: '2010-04-01' },
  ...more,
});
const post = (of: Comms, { body, headers }: { readonly body: string; readonly headers: Form }) =>
  of.post(receiveTwilioEvents as LambdaFunction, body, {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    ...headers,
  });
const report = (of: Comms, form: Form, options: Parameters<typeof signed>[1] = {}) => post(of, signed(form, options));

describe('what Twilio reports', () => {
  test.each([
    ['delivered', {}, 'Delivered', false],
    ['undelivered', { ErrorCode: '30003' }, 'Bounced', false],
    ['undelivered', { ErrorCode: '30005' }, 'Bounced', true],
    ['failed', { ErrorCode: '21610' }, 'Bounced', true],
    ['failed', {}, 'Bounced', false],
    ['sent', {}, 'Sent', false],
    ['queued', {}, 'Sent', false],
  ])('is recorded: %s %j', async (status, more, expected, isRefused) => {
    const of = await comms();
    const ann = await of.sentTo('ann');
    expect(await report(of, formOf(ann.smsId, status, more))).toMatchObject({ status: 200, body: {} });
    expect((await ann.get()).channels).toMatchObject([{ status: 'Sent' }, { channel: 'sms', status: expected }]);
    const { refusedNumber, refused, preference } = await everything(of, ann);
    expect([Boolean(refusedNumber), refused, preference]).toEqual([isRefused, undefined, undefined]);
  });

  test('a number that does not exist gets no SMS any more, without another attempt', async () => {
    const of = await comms();
    const { contactId, smsId } = await of.sentTo('ann');
    await report(of, formOf(smsId, 'undelivered', { ErrorCode: '30006' }));
    const asked = { recipient: { contactId }, ...words, urgency: 'urgent' };
    const { notificationId } = (await of.ask('sendNotification', asked)).body;
    await of.work();
    const { channels, status } = (await of.ask('getNotification', { notificationId })).body;
    expect([status, channels.map(({ channel }: any) => channel)]).toEqual(['Delivered', ['email']]);
  });

  test('late does not undo what was reported before, and twice changes nothing', async () => {
    const of = await comms();
    const ann = await of.sentTo('ann');
    await report(of, formOf(ann.smsId, 'undelivered', { ErrorCode: '30005' }));
    const before = await everything(of, ann);
    // The signature of Twilio has no time: a callback may be replayed at any time.
    of.clock.now += 200 * 86_400_000;
    const after = await everything(of, ann);
    expect(after).toEqual({ ...before, refusedNumber: undefined });
    for (const form of [formOf(ann.smsId, 'delivered'), formOf(ann.smsId, 'undelivered', { ErrorCode: '30005' })])
      expect((await report(of, form)).status).toBe(200);
    expect(await everything(of, ann)).toEqual(after);
  });

  test('about an e-mail, or a message that is not known, changes nothing', async () => {
    const of = await comms();
    const ann = await of.sentTo('ann');
    const before = await everything(of, ann);
    for (const sid of [ann.emailId, 'SM0', ''])
      expect((await report(of, formOf(sid, 'undelivered', { ErrorCode: '30005' }))).status).toBe(200);
    expect(await everything(of, ann)).toEqual(before);
  });

  test('is never in a log line', async () => {
    const lines = logLines();
    const of = await comms();
    const ann = await of.sentTo('ann');
    await report(of, formOf(ann.smsId, 'delivered'));
    await report(of, formOf(ann.smsId, 'delivered'), { key: 'another' });
    expect(lines.join('\n')).toContain('POST /provider-events/twilio');
    expect(lines.join('\n')).not.toMatch(/43664|0123456789abcdef/);
  });
});

describe('a status callback is refused', () => {
  const isRefused = async (of: Comms, ann: Awaited<ReturnType<Comms['sentTo']>>, sent: ReturnType<typeof signed>) => {
    const before = await everything(of, ann);
    const { status, body } = await post(of, sent);
    expect([status, body.code]).toEqual([401, 'invalid-signature']);
    expect(await everything(of, ann)).toEqual(before);
  };

  test('if it is forged, altered, meant for another URL, or not signed', async () => {
    const of = await comms();
    const ann = await of.sentTo('ann');
    const form = formOf(ann.smsId, 'undelivered', { ErrorCode: '30005' });
    const good = signed(form);
    await isRefused(of, ann, signed(form, { key: 'another' }));
    await isRefused(of, ann, signed(form, { at: `${url}?x=1` }));
    await isRefused(of, ann, signed(form, { at: url.replace('waybill', 'dev-waybill') }));
    await isRefused(of, ann, { ...good, body: good.body.replace('30005', '30006') });
    await isRefused(of, ann, { ...good, body: `${good.body}&MessageStatus=delivered` });
    await isRefused(of, ann, { ...good, body: '' });
    await isRefused(of, ann, { ...good, headers: { 'x-twilio-signature': '' } });
    await isRefused(of, ann, { ...good, headers: {} as never });
    expect((await post(of, good)).status).toBe(200);
  });

  test('on a stage without a token', async () => {
    const of = await commsWithEvents({});
    const ann = await of.sentTo('ann');
    await isRefused(of, ann, signed(formOf(ann.smsId, 'undelivered')));
  });

  test('if it has more than 256 KB', async () => {
    const of = await comms();
    const huge = formOf('SM0', 'delivered', { Body: 'x'.repeat(256 * 1024) });
    expect(await report(of, huge)).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });
});

test('while a token is replaced, both are valid', async () => {
  const of = await comms({ authTokens: [token, 'next'], url });
  for (const key of [token, 'next']) expect((await report(of, formOf('SM0', 'delivered'), { key })).status).toBe(200);
});

test.each([[{ authTokens: [token] }], [{ authTokens: [], url }], [{ authTokens: ['with space'], url }]])(
  'with a mistake in its configuration, Twilio is answered 503: %j',
  async (config) => {
    const lines = logLines();
    const of = await comms(config);
    expect(await report(of, formOf('SM0', 'delivered'))).toMatchObject({ status: 503, body: { code: 'not-ready' } });
    expect(lines.join()).toMatch(/channels\/events\/twilio: The configuration is not valid: (authTokens|url)/);
    expect(lines.join()).not.toContain('with space');
  },
);
