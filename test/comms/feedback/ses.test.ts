import { SnsUnavailable, snsCertificates } from '@waybill/channels/feedback';
import type { LambdaFunction } from '@waybill/kernel';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { receiveSesEventsBy } from '#functions/comms/endpoints/provider-events/receive-ses-events';
import { anSnsMessage, aSigner, certificateUrl, topicArn } from '../../channels/support/sns.ts';
import { logLines } from './support/log-lines.ts';
import { commsWithEvents, everything } from './support/provider-events.ts';

type Comms = Awaited<ReturnType<typeof commsWithEvents>>;

let sns: Awaited<ReturnType<typeof aSigner>>;
let thief: Awaited<ReturnType<typeof aSigner>>;
beforeAll(async () => {
  [sns, thief] = await Promise.all([aSigner(), aSigner()]);
});

const confirm = vi.fn(async () => true);
const fetched = async (url: string) => (url === certificateUrl ? sns.cert : thief.cert);
const receiving = (fetch: typeof fetched = fetched) =>
  receiveSesEventsBy({ certificates: snsCertificates(fetch), confirm }) as LambdaFunction;

const comms = () => commsWithEvents({ 'events/ses': { topicArns: [topicArn] } });
const now = '2026-05-04T12:00:00.000Z';

/** An event of SES in a message of SNS, signed. */
const posted = (event: unknown, changes: Readonly<Record<string, string>> = {}, key = sns.key) =>
  JSON.stringify(anSnsMessage(key, { Message: JSON.stringify(event), Timestamp: now, ...changes }));
const report = (of: Comms, event: unknown, changes: Readonly<Record<string, string>> = {}) =>
  of.post(receiving(), posted(event, changes), { 'content-type': 'text/plain; charset=UTF-8' });

const ann = [{ emailAddress: 'ann@example.com' }];
const mail = (messageId: string) => ({ messageId, destination: ['ann@example.com'] });
const bounce = (messageId: string, bounceType = 'Permanent') => ({
  eventType: 'Bounce',
  mail: mail(messageId),
  bounce: { bounceType, bouncedRecipients: ann },
});
const complaint = (messageId: string) => ({
  eventType: 'Complaint',
  mail: mail(messageId),
  complaint: { complainedRecipients: ann },
});
const delivery = (messageId: string) => ({
  eventType: 'Delivery',
  mail: mail(messageId),
  delivery: { recipients: ['ann@example.com'] },
});

describe('what SES reports', () => {
  test.each([
    ['a delivery', delivery, 'Delivered', false],
    ['a bounce', bounce, 'Bounced', true],
    ['a soft bounce', (id: string) => bounce(id, 'Transient'), 'Bounced', false],
    ['a complaint', complaint, 'Complained', true],
    ['a rejection', (id: string) => ({ eventType: 'Reject', mail: mail(id) }), 'Bounced', false],
    ['a delay', (id: string) => ({ eventType: 'DeliveryDelay', mail: mail(id) }), 'Sent', false],
  ])('is recorded: %s', async (_, event, status, isRefused) => {
    const of = await comms();
    const sent = await of.sentTo('ann');
    expect(await report(of, event(sent.emailId))).toMatchObject({ status: 200, body: {} });
    expect((await sent.get()).channels[0]).toMatchObject({ channel: 'email', status });
    const { refused, preference } = await everything(of, sent);
    expect(Boolean(refused)).toBe(isRefused);
    expect(preference?.data.email).toBe(status === 'Complained' ? false : undefined);
  });

  test('more than once changes nothing the second time', async () => {
    const of = await comms();
    const sent = await of.sentTo('ann');
    await report(of, bounce(sent.emailId));
    const before = await everything(of, sent);
    of.clock.now += 3_000_000;
    expect((await report(of, bounce(sent.emailId))).status).toBe(200);
    expect(await everything(of, sent)).toEqual(before);
  });

  test('about a message that is not known, or is an SMS, changes nothing', async () => {
    const of = await comms();
    const sent = await of.sentTo('ann');
    const before = await everything(of, sent);
    const fresh = await report(of, bounce('of-another-stage'));
    expect([fresh.status, fresh.body.code]).toEqual([503, 'message-not-known-yet']);
    const Timestamp = '2026-05-04T11:59:30.000Z';
    for (const id of ['of-another-stage', sent.smsId])
      expect((await report(of, bounce(id), { Timestamp })).status).toBe(200);
    expect(await everything(of, sent)).toEqual(before);
  });

  test('is never in a log line', async () => {
    const lines = logLines();
    const of = await comms();
    const sent = await of.sentTo('ann');
    await report(of, complaint(sent.emailId));
    await of.post(receiving(), posted(bounce(sent.emailId), {}, thief.key));
    expect(lines.join('\n')).toContain('POST /provider-events/ses');
    expect(lines.join('\n')).not.toMatch(/ann@|example\.com|123456789012/);
  });
});

describe('nothing is changed', () => {
  const isRefused = async (of: Comms, sent: Awaited<ReturnType<Comms['sentTo']>>, body: string) => {
    const before = await everything(of, sent);
    const answer = await of.post(receiving(), body);
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid-signature']);
    expect(await everything(of, sent)).toEqual(before);
  };

  test('by a message that SNS has not signed, or that was altered, or of another topic or account, or old', async () => {
    const of = await comms();
    const sent = await of.sentTo('ann');
    const event = bounce(sent.emailId);
    await isRefused(of, sent, posted(event, {}, thief.key));
    await isRefused(of, sent, posted(event).replace('ann@', 'bob@'));
    await isRefused(of, sent, posted(event, { TopicArn: topicArn.replace('waybill', 'other') }));
    await isRefused(of, sent, posted(event, { TopicArn: topicArn.replace('123456789012', '999999999999') }));
    await isRefused(of, sent, posted(event, { Timestamp: '2026-05-04T10:59:59.000Z' }));
    await isRefused(of, sent, posted(event, { SignatureVersion: '1' }));
    const own = 'https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0a.pem';
    await isRefused(of, sent, posted(event, { SigningCertURL: own }, thief.key));
    await isRefused(of, sent, JSON.stringify(event));
    for (const body of ['', '{', '[]', 'null', '{"Type":"Notification"}']) await isRefused(of, sent, body);
  });

  test('on a stage without topics', async () => {
    const of = await commsWithEvents({});
    const sent = await of.sentTo('ann');
    await isRefused(of, sent, posted(bounce(sent.emailId)));
  });

  test('by a message that is larger than SNS sends', async () => {
    const of = await comms();
    const huge = posted({ eventType: 'Open', more: 'x'.repeat(256 * 1024) });
    expect(await of.post(receiving(), huge)).toMatchObject({ status: 413 });
  });

  test('by what SNS says that is no event', async () => {
    const of = await comms();
    const sent = await of.sentTo('ann');
    const before = await everything(of, sent);
    for (const Message of ['Successfully validated SNS topic for Amazon SES event publishing.', '{', '[7]', '""'])
      expect(await report(of, {}, { Message })).toMatchObject({ status: 200 });
    expect(await everything(of, sent)).toEqual(before);
  });
});

describe('SNS is asked', () => {
  const confirmation = (changes: Readonly<Record<string, string>> = {}, key = sns.key) =>
    JSON.stringify(anSnsMessage(key, { Timestamp: now, ...changes }, 'SubscriptionConfirmation'));

  test('to confirm the subscription of a topic of the stage, and of no other', async () => {
    const of = await comms();
    confirm.mockClear();
    expect((await of.post(receiving(), confirmation())).status).toBe(200);
    expect(confirm).toHaveBeenCalledTimes(1);
    expect(confirm).toHaveBeenCalledWith(expect.objectContaining({ type: 'SubscriptionConfirmation', topicArn }));
    confirm.mockClear();
    for (const body of [
      confirmation({}, thief.key),
      confirmation({ TopicArn: topicArn.replace('123456789012', '999999999999') }),
      confirmation().replace('Action=ConfirmSubscription', 'Action=Publish'),
    ])
      expect((await of.post(receiving(), body)).status).toBe(401);
    expect(confirm).not.toHaveBeenCalled();
  });

  test('again, when the subscription could not be confirmed', async () => {
    const of = await comms();
    confirm.mockResolvedValueOnce(false);
    const answer = await of.post(receiving(), confirmation());
    expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'sns-unavailable', '30']);
  });

  test('for its certificate; while there is none the message is to be sent again, and is recorded then', async () => {
    const of = await comms();
    const sent = await of.sentTo('ann');
    let down = true;
    const fn = receiving(async (url) => {
      if (down) throw new SnsUnavailable('no answer');
      return fetched(url);
    });
    const body = posted(bounce(sent.emailId));
    expect(await of.post(fn, body)).toMatchObject({ status: 503, body: { code: 'sns-unavailable' } });
    down = false;
    expect(await of.post(fn, body)).toMatchObject({ status: 200 });
    expect((await sent.get()).channels[0].status).toBe('Bounced');
  });
});

test.each([
  [{ topicArns: [] }],
  [{ topicArns: ['arn:aws:sqs:eu-central-1:123456789012:queue'] }],
  [{ topicArns: topicArn }],
])('with a mistake in its configuration, SNS sends the event again later: %j', async (config) => {
  const lines = logLines();
  const of = await commsWithEvents({ 'events/ses': config });
  expect(await report(of, delivery('x'))).toMatchObject({ status: 503, body: { code: 'not-ready' } });
  expect(lines.join()).toMatch(/channels\/events\/ses: The configuration is not valid: topicArns/);
});
