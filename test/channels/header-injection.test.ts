import { emailChannel, emailConfig, smsChannel, smsConfig } from '@waybill/channels';
import { describe, expect, it } from 'vitest';
import { aMail } from './support/a-mail.ts';
import { always, localServer } from './support/local-server.ts';
import { noServices } from './support/services.ts';

const channel = async () => {
  const { url, received } = await localServer(always(200, { id: '1' }));
  const send = emailChannel(
    emailConfig(JSON.stringify({ provider: 'resend', key: 'k', from: 'a@b.example', url })),
    noServices,
  );
  return { send, received };
};

describe('A mail', () => {
  it.each([
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com\n',
    'ada@example.com, eve@example.com',
    'ada@example.com;eve@example.com',
    '<ada@example.com>',
    'Ada <ada@example.com>',
    '"ada@x"@example.com',
    'ada@example.com\u0000',
    'ada@example.com\u2028eve@example.com',
    'ada@@example.com',
    'ada',
    '',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(260)}`,
  ])('goes to one address: %j is refused before it leaves', async (to) => {
    const { send, received } = await channel();
    expect(await send(aMail({ to }))).toMatchObject({ outcome: 'refused', of: 'address' });
    expect(received).toEqual([]);
  });

  it('has its subject on one line', async () => {
    const { send, received } = await channel();
    await send(aMail({ subject: 'Hello\r\nBcc: eve@example.com\u2028\u0000 there' }));
    expect(JSON.parse(received[0]!.body).subject).toBe('Hello Bcc: eve@example.com there');
  });

  it.each([
    { 'X-One': 'a\r\nBcc: eve@example.com' },
    { 'X-One\r\nBcc': 'eve@example.com' },
    { 'X-One: a\nBcc': 'eve@example.com' },
    { bcc: 'eve@example.com' },
    { 'CONTENT-TYPE': 'text/html' },
    { 'Content-Transfer-Encoding': '8bit' },
    { 'Resent-To': 'eve@example.com' },
    { Sender: 'eve@example.com' },
    { '': 'a' },
    { 'X-Ünïcode': 'a' },
    { 'X-One': 'ü' },
  ] as Record<string, string>[])('has no header that changes its recipients or its body: %j', async (headers) => {
    const { send, received } = await channel();
    expect(await send(aMail({ headers }))).toMatchObject({ outcome: 'refused', of: 'content' });
    expect(received).toEqual([]);
  });
});

describe('A configuration', () => {
  const problem = (read: (json: string) => unknown, json: unknown) => {
    try {
      read(typeof json === 'string' ? json : JSON.stringify(json));
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };

  it.each([
    [{ provider: 'resend', key: 'k\r\nX-Evil: 1', from: 'a@b.example' }, 'key'],
    [{ provider: 'resend', key: 'hunter2', from: 'Ada <a@b.example>\r\nBcc: eve@example.com' }, 'from'],
    [{ provider: 'resend', key: 'hunter2', from: 'a@b.example, c@d.example' }, 'from'],
    [{ provider: 'resend', key: 'hunter2', from: 'a@b.example', url: 'file:///etc/passwd' }, 'url'],
    [{ provider: 'smtp', from: 'a@b.example', host: 'h', port: 70_000, password: 'hunter2' }, 'port'],
    [{ provider: 'pigeon', key: 'hunter2' }, 'provider'],
    ['{"key": "hunter2"', 'JSON'],
    ['null', 'value'],
  ])('of e-mail that is wrong is refused by the name of its field: %j', (json, field) => {
    const message = problem(emailConfig, json);
    expect(message).toContain(field);
    expect(message).not.toMatch(/hunter2|eve@/);
  });

  it.each([
    [{ provider: 'twilio', accountSid: '../../Accounts', authToken: 't', from: '+1' }, 'accountSid'],
    [{ provider: 'twilio', accountSid: `AC${'0'.repeat(32)}`, authToken: 't' }, 'from'],
    [{ provider: 'twilio', accountSid: `AC${'0'.repeat(32)}`, authToken: '', from: '+1' }, 'authToken'],
  ])('of SMS that is wrong is refused by the name of its field: %j', (json, field) => {
    expect(problem(smsConfig, json)).toContain(field);
  });
});

describe('An SMS', () => {
  it.each(['0664123', '+0664123', '+43 664 123', '+43664123\r\n', '+436641234567890123', 'tel:+43664123', ''])(
    'goes to one number in E.164: %j is refused before it leaves',
    async (to) => {
      const { url, received } = await localServer(always(201, { sid: '1' }));
      const account = { provider: 'twilio', accountSid: `AC${'0'.repeat(32)}`, authToken: 't', from: '+431', url };
      const send = smsChannel(smsConfig(JSON.stringify(account)), noServices);
      expect(await send({ to, text: 'Hello', idempotencyKey: '1' })).toMatchObject({
        outcome: 'refused',
        of: 'address',
      });
      expect(received).toEqual([]);
    },
  );
});
