import { confirmSnsSubscription, SnsUnavailable, snsCertificates, snsMessage } from '@waybill/channels/feedback';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { anSnsMessage, aSigner, certificateUrl, topicArn } from './support/sns.ts';

const now = new Date('2026-05-04T10:05:00Z');
let sns: Awaited<ReturnType<typeof aSigner>>;
let thief: Awaited<ReturnType<typeof aSigner>>;
beforeAll(async () => {
  [sns, thief] = await Promise.all([aSigner(), aSigner()]);
});

const read = (message: object | string, changes: object = {}) =>
  snsMessage(typeof message === 'string' ? message : JSON.stringify(message), {
    topicArns: [topicArn],
    certificates: snsCertificates(async (url) => (url === certificateUrl ? sns.cert : thief.cert)),
    now,
    ...changes,
  });

describe('A message of SNS', () => {
  it('is read when SNS has signed it, with a subject or without', async () => {
    const expected = { type: 'Notification', messageId: 'm-1', topicArn, message: '{"eventType":"Open"}' };
    expect(await read(anSnsMessage(sns.key))).toMatchObject(expected);
    expect(await read(anSnsMessage(sns.key, { Subject: 'Amazon SES' }))).toMatchObject(expected);
  });

  it.each(['Message', 'MessageId', 'Timestamp', 'Subject', 'Signature'])(
    'is not read with another %s',
    async (name) => {
      const message = anSnsMessage(sns.key, { Subject: 'Amazon SES' });
      const value = name === 'Timestamp' ? '2026-05-04T10:00:01.000Z' : name === 'Signature' ? 'AAAA' : 'other';
      expect(await read({ ...message, [name]: value })).toBeUndefined();
    },
  );

  it('is not read when somebody else has signed it, from wherever the certificate comes', async () => {
    expect(await read(anSnsMessage(thief.key))).toBeUndefined();
    for (const url of [
      'https://evil.example/SimpleNotificationService-0a.pem',
      'http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a.pem',
      'https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0a.pem',
      'https://sns.eu-central-1.amazonaws.com@evil.example/SimpleNotificationService-0a.pem',
      'https://sns.evil.s3.amazonaws.com/SimpleNotificationService-0a.pem',
      'https://s3.amazonaws.com/SimpleNotificationService-0a.pem',
      'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem',
      'https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-0a.pem',
      'https://sns.eu-central-1.amazonaws.com/evil/../?x=SimpleNotificationService-0a.pem',
      'https://sns.eu-central-1.amazonaws.com/other.pem',
      'not a url',
    ])
      expect(await read(anSnsMessage(thief.key, { SigningCertURL: url })), url).toBeUndefined();
  });

  it('is not read from a topic of somebody else', async () => {
    const TopicArn = 'arn:aws:sns:eu-central-1:999999999999:waybill-mails';
    expect(await read(anSnsMessage(sns.key, { TopicArn }))).toBeUndefined();
  });

  it('is a replay after an hour', async () => {
    const message = anSnsMessage(sns.key);
    expect(await read(message, { now: new Date('2026-05-04T11:00:00Z') })).toBeDefined();
    expect(await read(message, { now: new Date('2026-05-04T11:00:01Z') })).toBeUndefined();
    expect(await read(message, { now: new Date('2026-05-04T08:59:59Z') })).toBeUndefined();
  });

  it('is not read with a signature by SHA-1, or with an expired certificate', async () => {
    expect(await read(anSnsMessage(sns.key, { SignatureVersion: '1' }))).toBeUndefined();
    const old = await aSigner({ notAfter: new Date('2026-05-01T00:00:00Z') });
    const certificates = snsCertificates(async () => old.cert);
    expect(await read(anSnsMessage(old.key), { certificates })).toBeUndefined();
  });

  it.each(['', '{', 'null', '[]', '"x"', '{}', '{"Type":"Notification"}', '{"Type":"__proto__"}'])(
    'is not %j',
    async (body) => {
      expect(await read(body)).toBeUndefined();
    },
  );

  it('needs its certificate once, and asks again after a failure', async () => {
    const fetched = vi.fn<() => Promise<string | undefined>>();
    const certificates = snsCertificates(fetched);
    fetched.mockResolvedValueOnce(undefined).mockResolvedValueOnce('<html>').mockResolvedValue(sns.cert);
    const message = anSnsMessage(sns.key);
    expect(await read(message, { certificates })).toBeUndefined();
    expect(await read(message, { certificates })).toBeUndefined();
    const together = await Promise.all([read(message, { certificates }), read(message, { certificates })]);
    expect([...together, await read(message, { certificates })].every(Boolean)).toBe(true);
    expect(fetched).toHaveBeenCalledTimes(3);
  });
});

it('a message whose certificate cannot be had is neither believed nor refused, and is read later', async () => {
  const fetched = vi.fn<() => Promise<string | undefined>>();
  fetched.mockRejectedValueOnce(new SnsUnavailable('no answer')).mockResolvedValue(sns.cert);
  const certificates = snsCertificates(fetched);
  await expect(read(anSnsMessage(sns.key), { certificates })).rejects.toThrow(SnsUnavailable);
  expect(await read(anSnsMessage(sns.key), { certificates })).toMatchObject({ messageId: 'm-1' });
});

describe('A subscription', () => {
  const open = vi.fn(async () => ({ outcome: 'answered', status: 200, body: '' }) as const);

  it('is confirmed at SNS only', async () => {
    const message = await read(anSnsMessage(sns.key, {}, 'SubscriptionConfirmation'));
    expect(await confirmSnsSubscription(message!, open)).toBe(true);
    expect(open).toHaveBeenCalledWith(message!.subscribeUrl, { method: 'GET' }, { timeoutMs: 5_000 });
    open.mockClear();
    const elsewhere = { ...message!, subscribeUrl: 'https://evil.example/?Action=ConfirmSubscription' };
    expect(await confirmSnsSubscription(elsewhere, open)).toBe(false);
    const notification = await read(anSnsMessage(sns.key));
    expect(await confirmSnsSubscription(notification!, open)).toBe(false);
    expect(open).not.toHaveBeenCalled();
  });
});
