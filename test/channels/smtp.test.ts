import { emailChannel, emailConfig } from '@waybill/channels';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aMail, privateWords } from './support/a-mail.ts';
import { noServices } from './support/services.ts';

/** An SMTP server on a free loopback port until the test ends. */
const server = async (options: SMTPServerOptions = {}) => {
  const received: { readonly from: string; readonly to: readonly string[]; readonly message: string }[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const from = mailFrom ? mailFrom.address : '';
        received.push({ from, to: rcptTo.map(({ address }) => address), message: Buffer.concat(chunks).toString() });
        done();
      });
    },
    ...options,
  });
  // A client that gives up in the middle is the purpose of some tests.
  smtp.on('error', () => undefined);
  const port = await new Promise<number>((resolve) => {
    const listening = smtp.listen(0, '127.0.0.1', () => resolve((listening.address() as { port: number }).port));
  });
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  return { port, received };
};

const channel = (port: number, more: object = { tls: 'none' }, timeoutMs?: number) => {
  const config = { provider: 'smtp', host: '127.0.0.1', port, from: 'Böte <no-reply@waybill.example>', ...more };
  return emailChannel(emailConfig(JSON.stringify(config)), noServices, timeoutMs);
};

const failing = (responseCode: number) => Object.assign(new Error('ada@example.com secret'), { responseCode });

describe('SMTP', () => {
  it('delivers both parts to one address, with the same Message-ID for each attempt', async () => {
    const { port, received } = await server();
    const send = channel(port);
    const first = await send(aMail({ headers: { 'List-Unsubscribe': '<https://example.com/u>' } }));
    expect(first).toEqual({
      outcome: 'sent',
      providerMessageId: expect.stringMatching(/^<[\w-]{43}@waybill\.example>$/),
    });
    expect(await send(aMail())).toEqual(first);
    const [{ from, to, message }] = received as [(typeof received)[0]];
    expect({ from, to }).toEqual({ from: 'no-reply@waybill.example', to: ['ada@example.com'] });
    expect(message).toContain(`Message-ID: ${first.outcome === 'sent' && first.providerMessageId}`);
    expect(message).toMatch(/^List-Unsubscribe: <https:\/\/example\.com\/u>/m);
    expect(message).toMatch(/multipart\/alternative/);
    expect(received.every(({ to }) => to.length === 1)).toBe(true);
  });

  it('cannot be made to add recipients or headers by a subject', async () => {
    const { port, received } = await server();
    await channel(port)(aMail({ subject: 'Hi\r\nBcc: eve@example.com\r\n\r\n<b>body</b>' }));
    const [headers = ''] = received[0]!.message.split('\r\n\r\n');
    expect(headers).not.toMatch(/^Bcc/im);
    expect(headers).toMatch(/^Subject: Hi Bcc: eve@example\.com <b>body<\/b>/m);
    expect(received[0]!.to).toEqual(['ada@example.com']);
  });

  it.each([
    [
      'the address is unknown',
      { onRcptTo: (_, __, done) => done(failing(550)) },
      { outcome: 'refused', of: 'address' },
    ],
    ['the mailbox is full', { onRcptTo: (_, __, done) => done(failing(452)) }, { outcome: 'unavailable' }],
    ['the sender is unknown', { onMailFrom: (_, __, done) => done(failing(550)) }, { outcome: 'unavailable' }],
    [
      'the content is spam',
      { onData: (stream, _, done) => stream.resume().on('end', () => done(failing(554))) },
      { outcome: 'refused', of: 'content' },
    ],
    [
      'it asks to try later',
      { onData: (stream, _, done) => stream.resume().on('end', () => done(failing(451))) },
      { outcome: 'unavailable' },
    ],
    ['it is busy', { onConnect: (_, done) => done(failing(421)) }, { outcome: 'unavailable' }],
  ] satisfies [string, SMTPServerOptions, object][])('says that %s', async (_, options, expected) => {
    const { port } = await server(options);
    const result = await channel(port)(aMail());
    expect(result).toMatchObject(expected);
    for (const word of privateWords) expect(JSON.stringify(result)).not.toContain(word);
  });

  it('names a wrong password, without it', async () => {
    const { port } = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_, __, done) => done(failing(535)),
    });
    const result = await channel(port, { tls: 'none', user: 'waybill', password: 'secret' })(aMail());
    expect(result).toMatchObject({ outcome: 'unavailable', reason: expect.stringMatching(/user or the password/) });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('sends nothing, and no password, over a connection that is not encrypted', async () => {
    const logins: string[] = [];
    const onAuth: SMTPServerOptions['onAuth'] = ({ username }, _, done) => {
      logins.push(username!);
      done(null, { user: username! });
    };
    const { port, received } = await server({ hideSTARTTLS: true, allowInsecureAuth: true, onAuth });
    const result = await channel(port, { user: 'waybill', password: 'secret' })(aMail());
    expect(result).toMatchObject({ outcome: 'unavailable', reason: expect.stringMatching(/TLS|reached/) });
    expect([logins, received]).toEqual([[], []]);
  });

  it('does not trust a certificate that nobody knows', async () => {
    const { port, received } = await server();
    expect(await channel(port, { tls: 'starttls' })(aMail())).toMatchObject({ outcome: 'unavailable' });
    expect(received).toEqual([]);
  });

  it('is unavailable when it does not answer in time, and when nobody listens', async () => {
    const { port } = await server({ onConnect: () => undefined });
    expect(await channel(port, { tls: 'none' }, 50)(aMail())).toMatchObject({ outcome: 'unavailable' });
    expect(await channel(1)(aMail())).toMatchObject({ outcome: 'unavailable' });
  });
});
