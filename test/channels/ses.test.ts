import { emailChannel, emailConfig } from '@waybill/channels';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aMail, privateWords } from './support/a-mail.ts';
import { always, localServer, never } from './support/local-server.ts';
import { services } from './support/services.ts';

const channel = (url: string, timeoutMs?: number) => {
  const config = { provider: 'ses', from: 'Böte & Söhne <no-reply@waybill.example>', region: 'eu-central-1', url };
  const set = emailConfig(JSON.stringify({ ...config, configurationSet: 'waybill' }));
  return emailChannel(set, services, timeoutMs);
};

describe('SES', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    return () => vi.unstubAllEnvs();
  });

  it('gets one address, both parts, the headers and an encoded sender', async () => {
    const { url, received } = await localServer(always(200, { MessageId: 's-1' }));
    const headers = { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
    expect(await channel(url)(aMail({ headers }))).toEqual({ outcome: 'sent', providerMessageId: 's-1' });
    const body = JSON.parse(received[0]!.body);
    expect(received[0]!.path).toBe('/v2/email/outbound-emails');
    expect(body).toMatchObject({
      FromEmailAddress: `=?UTF-8?B?${Buffer.from('Böte & Söhne').toString('base64')}?= <no-reply@waybill.example>`,
      Destination: { ToAddresses: ['ada@example.com'] },
      ConfigurationSetName: 'waybill',
      Content: {
        Simple: {
          Subject: { Data: 'Deliciously private subject – für Ada', Charset: 'UTF-8' },
          Headers: [{ Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' }],
        },
      },
    });
  });

  it.each([
    [400, 'BadRequestException', 'Missing final @domain in the address', { outcome: 'refused', of: 'address' }],
    [400, 'BadRequestException', 'Invalid content', { outcome: 'refused', of: 'content' }],
    [400, 'MessageRejected', 'Virus found', { outcome: 'refused', of: 'content' }],
    [400, 'MessageRejected', 'Email address is not verified: ada@example.com', { outcome: 'unavailable' }],
    [400, 'MailFromDomainNotVerifiedException', 'x', { outcome: 'unavailable' }],
    [400, 'SendingPausedException', 'x', { outcome: 'unavailable' }],
    [429, 'TooManyRequestsException', 'x', { outcome: 'unavailable', reason: expect.stringMatching(/rate limit/) }],
    [400, 'LimitExceededException', 'x', { outcome: 'unavailable', reason: expect.stringMatching(/quota/) }],
    [403, 'AccessDeniedException', 'x', { outcome: 'unavailable', reason: expect.stringMatching(/permissions/) }],
    [403, 'InvalidSignatureException', 'x', { outcome: 'unavailable', reason: expect.stringMatching(/credentials/) }],
    [500, 'InternalServiceErrorException', 'x', { outcome: 'unavailable' }],
    [503, 'ServiceUnavailable', 'x', { outcome: 'unavailable' }],
  ])('answers %i %s %s: the outcome is known, once', async (status, name, message, expected) => {
    const answer = always(status, { message: `${message} secret` }, { 'x-amzn-errortype': name });
    const { url, received } = await localServer(answer);
    const result = await channel(url)(aMail());
    expect(result).toMatchObject(expected);
    for (const word of privateWords) expect(JSON.stringify(result)).not.toContain(word);
    expect(received).toHaveLength(1);
  });

  it('is unavailable when it does not answer in time, and when nobody listens', async () => {
    const { url } = await localServer(never);
    expect(await channel(url, 50)(aMail())).toMatchObject({ outcome: 'unavailable' });
    expect(await channel('http://127.0.0.1:1')(aMail())).toMatchObject({ outcome: 'unavailable' });
  });
});
