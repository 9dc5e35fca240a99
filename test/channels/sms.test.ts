import { smsChannel, smsConfig } from '@waybill/channels';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { always, localServer, never } from './support/local-server.ts';
import { noServices, services } from './support/services.ts';

const sms = { to: '+4366412345678', text: 'Deliciously private ü & + text', idempotencyKey: 'n#sms' };
const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;

describe('Twilio', () => {
  const channel = (url: string, timeoutMs?: number) => {
    const account = { provider: 'twilio', accountSid, authToken: 'hush', from: '+15005550006', url };
    return smsChannel(
      smsConfig(JSON.stringify({ ...account, statusCallback: 'https://waybill.example/t' })),
      noServices,
      timeoutMs,
    );
  };

  it('gets a form with the number, the text and where to report', async () => {
    const { url, received } = await localServer(always(201, { sid: 'SM1', status: 'queued' }));
    expect(await channel(url)(sms)).toEqual({ outcome: 'sent', providerMessageId: 'SM1' });
    const [{ path, headers, body }] = received as [(typeof received)[0]];
    expect(path).toBe(`/2010-04-01/Accounts/${accountSid}/Messages.json`);
    expect(headers.authorization).toBe(`Basic ${Buffer.from(`${accountSid}:hush`).toString('base64')}`);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      To: sms.to,
      Body: sms.text,
      From: '+15005550006',
      StatusCallback: 'https://waybill.example/t',
    });
  });

  it.each([
    [400, 21211, { outcome: 'refused', of: 'address' }],
    [400, 21610, { outcome: 'refused', of: 'address' }],
    [400, 21614, { outcome: 'refused', of: 'address' }],
    [400, 21617, { outcome: 'refused', of: 'content' }],
    [400, 21408, { outcome: 'unavailable', reason: expect.stringContaining('21408') }],
    [400, 21606, { outcome: 'unavailable' }],
    [401, 20003, { outcome: 'unavailable', reason: expect.stringContaining('token') }],
    [429, 20429, { outcome: 'unavailable', retryAfterSeconds: 3 }],
    [500, 20500, { outcome: 'unavailable', retryAfterSeconds: 3 }],
  ])('answers %i %i: the outcome is known, and nothing private is repeated', async (status, code, expected) => {
    const message = `The 'To' number ${sms.to} is not valid: ${sms.text}`;
    const { url } = await localServer(always(status, { code, message, status }, { 'retry-after': '3' }));
    const result = await channel(url)(sms);
    expect(result).toMatchObject(expected);
    expect(JSON.stringify(result)).not.toMatch(/4366412345678|Deliciously|hush/);
  });

  it('is unavailable when it does not answer in time', async () => {
    const { url } = await localServer(never);
    expect(await channel(url, 50)(sms)).toMatchObject({
      outcome: 'unavailable',
      reason: expect.stringMatching(/0\.05 s/),
    });
  });
});

describe('SNS', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hush');
    return () => vi.unstubAllEnvs();
  });
  const channel = (url: string, timeoutMs?: number) =>
    smsChannel(
      smsConfig(JSON.stringify({ provider: 'sns', region: 'eu-central-1', senderId: 'Waybill', url })),
      services,
      timeoutMs,
    );
  const failure = (code: string, message: string) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  const xml = { 'content-type': 'text/xml' };

  it('gets the number and a transactional text with the sender', async () => {
    const published = '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>';
    const { url, received } = await localServer(always(200, published, xml));
    expect(await channel(url)(sms)).toEqual({ outcome: 'sent', providerMessageId: 'm-1' });
    const form = Object.fromEntries(new URLSearchParams(received[0]!.body));
    expect(form).toMatchObject({ Action: 'Publish', PhoneNumber: sms.to, Message: sms.text });
    expect(Object.values(form)).toEqual(expect.arrayContaining(['Transactional', 'Waybill']));
    expect(received[0]!.headers.authorization).toContain('eu-central-1/sns');
  });

  it.each([
    [
      400,
      'InvalidParameter',
      'Invalid parameter: PhoneNumber Reason: +43 is not valid',
      { outcome: 'refused', of: 'address' },
    ],
    [400, 'OptedOut', 'The number has opted out', { outcome: 'refused', of: 'address' }],
    [400, 'InvalidParameter', 'Invalid parameter: Empty message', { outcome: 'refused', of: 'content' }],
    [400, 'Throttling', 'Rate exceeded', { outcome: 'unavailable', reason: expect.stringMatching(/rate limit/) }],
    [
      403,
      'AuthorizationError',
      'not authorized',
      { outcome: 'unavailable', reason: expect.stringMatching(/permissions/) },
    ],
    [403, 'InvalidClientTokenId', 'invalid', { outcome: 'unavailable', reason: expect.stringMatching(/credentials/) }],
    [500, 'InternalError', 'oops', { outcome: 'unavailable' }],
  ])('answers %i %s: the outcome is known, once', async (status, code, message, expected) => {
    const { url, received } = await localServer(always(status, failure(code, `${message} ${sms.to}`), xml));
    const result = await channel(url)(sms);
    expect(result).toMatchObject(expected);
    expect(JSON.stringify(result)).not.toContain(sms.to);
    expect(received).toHaveLength(1);
  });

  it('is unavailable when it does not answer in time, and when nobody listens', async () => {
    const { url, received } = await localServer(never);
    expect(await channel(url, 50)(sms)).toMatchObject({ outcome: 'unavailable' });
    expect(received).toHaveLength(1);
    expect(await channel('http://127.0.0.1:1')(sms)).toMatchObject({ outcome: 'unavailable' });
  });
});
