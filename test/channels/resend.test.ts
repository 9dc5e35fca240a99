import { emailChannel, emailConfig } from '@waybill/channels';
import { describe, expect, it } from 'vitest';
import { aMail, privateWords } from './support/a-mail.ts';
import { always, localServer, never } from './support/local-server.ts';
import { noServices } from './support/services.ts';

const config = (url: string) =>
  emailConfig(
    JSON.stringify({ provider: 'resend', key: 're_secret', from: 'Waybill <no-reply@waybill.example>', url }),
  );

/** Sends one mail to a Resend that always answers in that way. */
const outcomeOf = async (...answer: Parameters<typeof always>) => {
  const { url } = await localServer(always(...answer));
  return emailChannel(config(url), noServices)(aMail());
};

describe('Resend', () => {
  it('gets one address, both parts, the headers and the same idempotency key for each attempt', async () => {
    const { url, received } = await localServer(always(200, { id: 'r-1' }));
    const send = emailChannel(config(url), noServices);
    const headers = { 'List-Unsubscribe': '<https://example.com/u>' };
    expect(await send(aMail({ headers }))).toEqual({ outcome: 'sent', providerMessageId: 'r-1' });
    await send(aMail());
    await send(aMail({ idempotencyKey: 'notification-2#email' }));
    const [first, again, other] = received;
    expect(first).toMatchObject({ method: 'POST', path: '/emails', headers: { authorization: 'Bearer re_secret' } });
    expect(JSON.parse(first!.body)).toEqual({
      from: 'Waybill <no-reply@waybill.example>',
      to: ['ada@example.com'],
      subject: 'Deliciously private subject – für Ada',
      html: '<p>Deliciously private</p>',
      text: 'Deliciously private',
      headers,
    });
    expect(again!.headers['idempotency-key']).toBe(first!.headers['idempotency-key']);
    expect(other!.headers['idempotency-key']).not.toBe(first!.headers['idempotency-key']);
  });

  it.each([
    [422, 'invalid_to_address', { outcome: 'refused', of: 'address' }],
    [422, 'validation_error', { outcome: 'refused', of: 'content' }],
    [400, 'validation_error', { outcome: 'refused', of: 'content' }],
    [451, 'security_error', { outcome: 'refused', of: 'content' }],
    [409, 'invalid_idempotent_request', { outcome: 'refused', of: 'content' }],
    [409, 'concurrent_idempotent_requests', { outcome: 'unavailable', retryAfterSeconds: 5 }],
    [401, 'missing_api_key', { outcome: 'unavailable', reason: expect.stringMatching(/refused the key/) }],
    [403, 'invalid_api_key', { outcome: 'unavailable', reason: expect.stringMatching(/refused the key/) }],
    [422, 'invalid_from_address', { outcome: 'unavailable', reason: expect.stringMatching(/sender/) }],
    [429, 'daily_quota_exceeded', { outcome: 'unavailable', reason: expect.stringMatching(/quota/) }],
    [500, 'application_error', { outcome: 'unavailable' }],
    [503, '<html>', { outcome: 'unavailable' }],
  ])('answers %i %s: the outcome is known, and nothing private is repeated', async (status, name, expected) => {
    const message = 'The address ada@example.com and the key re_secret: Deliciously private';
    const result = await outcomeOf(status, { statusCode: status, name, message });
    expect(result).toMatchObject(expected);
    for (const word of privateWords) expect(JSON.stringify(result)).not.toContain(word);
  });

  it.each([
    ['7', 7],
    ['0', 1],
    ['86400', 3600],
    [new Date(Date.now() + 60_000).toUTCString(), expect.closeTo(60, -1)],
    ['soon', undefined],
  ])('asks for patience with Retry-After: %s', async (header, seconds) => {
    const result = await outcomeOf(429, { name: 'rate_limit_exceeded' }, { 'retry-after': header });
    expect(result).toMatchObject({
      outcome: 'unavailable',
      ...(seconds !== undefined && { retryAfterSeconds: seconds }),
    });
    if (seconds === undefined) expect(result).not.toHaveProperty('retryAfterSeconds');
  });

  it('is unavailable when it does not answer in time, and when nobody listens', async () => {
    const { url } = await localServer(never);
    expect(await emailChannel(config(url), noServices, 50)(aMail())).toEqual({
      outcome: 'unavailable',
      reason: 'Resend did not answer within 0.05 s.',
    });
    const closed = emailChannel(config('http://127.0.0.1:1'), noServices);
    expect(await closed(aMail())).toMatchObject({ outcome: 'unavailable', reason: expect.stringMatching(/reached/) });
  });

  it('is not followed to another place, where it would carry its key', async () => {
    const other = await localServer(always(200, { id: 'stolen' }));
    const { url } = await localServer(always(307, '', { location: `${other.url}/emails` }));
    expect(await emailChannel(config(url), noServices)(aMail())).toMatchObject({ outcome: 'unavailable' });
    expect(other.received).toEqual([]);
  });
});
