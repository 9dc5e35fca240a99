import { createServer } from 'node:net';
import { isPublicAddress, safeFetch } from '@waybill/channels/webhooks';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { always, localServer } from './support/local-server.ts';

const portOf = (url: string) => Number(new URL(url).port);
/** As in production, except that this server's port is allowed and HTTP is. */
const onPort = (url: string) => ({ ports: [portOf(url)], development: { allowHttp: true } });
/** The test server may be reached. */
const reachable = (url: string, more: object = {}) => ({
  ...{ ports: [portOf(url)], ...more },
  development: { allowHttp: true, allowAddress: (address: string) => address === '127.0.0.1' },
});

describe('An address', () => {
  it.each([
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
    ...['169.254.169.254', '169.254.170.2', '100.64.0.1', '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.1'],
    ...['203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1', '100::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '0:0:0:0:0:ffff:a9fe:a9fe'],
    ...[
      '::127.0.0.1',
      '::8.8.8.8',
      '64:ff9b::7f00:1',
      '64:ff9b::8.8.8.8',
      '64:ff9b:1::a00:1',
      '2002:7f00:1::',
      '2001::1',
    ],
    ...['', 'localhost', '1', '127.1', '8.8.8.8 ', 'example.com'],
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001::200e'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('A request to a URL of a user', () => {
  it('is answered with the status and the body', async () => {
    const { url, received } = await localServer(always(201, { fine: true }, { 'retry-after': '9' }));
    const request = { headers: { 'webhook-id': 'msg_1' }, body: '{"a":1}' };
    expect(await safeFetch(`${url}/hook?x=1`, request, reachable(url))).toEqual({
      ...{ outcome: 'answered', status: 201, body: '{"fine":true}', retryAfterSeconds: 9 },
    });
    expect(received).toMatchObject([
      { method: 'POST', path: '/hook?x=1', body: '{"a":1}', headers: { 'webhook-id': 'msg_1' } },
    ]);
  });

  it.each([
    ...[
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '0177.0.0.1',
      '017700000001',
      '127.0.0.1.',
      '0',
      '0.0.0.0',
    ],
    ...[
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[0:0:0:0:0:ffff:127.0.0.1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
    ],
    ...['①②⑦.⓪.⓪.①', '%31%32%37.0.0.1', '127。0。0。1', 'localhost', 'LOCALHOST.', 'localhost.localdomain'],
  ])('does not reach a server of the machine as %s', async (host) => {
    const { url, received } = await localServer(always(200, 'inside'));
    const { outcome } = await safeFetch(`http://${host}:${portOf(url)}/`, {}, onPort(url));
    expect(outcome).not.toBe('answered');
    expect(received).toEqual([]);
  });

  it.each([
    ['http://example.com/', /https/],
    ['ftp://example.com/', /https/],
    ['file:///etc/passwd', /https/],
    ['javascript:alert(1)', /https/],
    ['//example.com', /not a URL/],
    ['', /not a URL/],
    ['https://user:pass@example.com/', /credentials/],
    ['https://user@example.com/', /credentials/],
    ['https://example.com@127.0.0.1/', /credentials/],
    ['https://example.com:8443/', /8443/],
    ['https://example.com:22/', /22/],
    ['https://169.254.169.254/latest/meta-data/', /public/],
    ['https://[fd00:ec2::254]/latest/meta-data/', /public/],
    ['https://10.0.0.1/', /public/],
  ])('is refused at once: %s', async (url, reason) => {
    expect(await safeFetch(url)).toEqual({ outcome: 'refused', reason: expect.stringMatching(reason) });
  });

  it.each([
    [[{ address: '127.0.0.1', family: 4 }]],
    [[{ address: '::1', family: 6 }]],
    [[{ address: '169.254.169.254', family: 4 }]],
    // One public address does not excuse the other, which the connection might use.
    [
      [
        { address: '8.8.8.8', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ],
    ],
    [[]],
  ])('is refused when its name leads to %j', async (addresses) => {
    const development = { resolve: async () => addresses };
    expect(await safeFetch('https://hooks.example.com/', {}, { development })).toMatchObject({ outcome: 'refused' });
  });

  it('goes to the address that was checked, whatever the name leads to a moment later', async () => {
    const checked = await localServer(always(200, 'checked'));
    const resolve = vi
      .fn<() => Promise<{ address: string; family: number }[]>>()
      .mockResolvedValueOnce([{ address: '127.0.0.1', family: 4 }])
      .mockResolvedValue([{ address: '127.0.0.2', family: 4 }]);
    const { ports, development } = reachable(checked.url);
    const url = `http://rebinding.example:${portOf(checked.url)}/`;
    const answer = await safeFetch(url, {}, { ports, development: { ...development, resolve } });
    expect(answer).toMatchObject({ outcome: 'answered', body: 'checked' });
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(checked.received[0]!.headers.host).toBe(new URL(url).host);
    // The second time the name leads elsewhere: it is checked again.
    expect(await safeFetch(url, {}, { ports, development: { ...development, resolve } })).toMatchObject({
      outcome: 'refused',
    });
  });

  it.each([301, 302, 303, 307, 308])('is not redirected by %i', async (status) => {
    const inside = await localServer(always(200, 'inside'));
    const { url } = await localServer(always(status, '', { location: `${inside.url}/secret` }));
    expect(await safeFetch(url, {}, reachable(url))).toMatchObject({ outcome: 'answered', status });
    expect(inside.received).toEqual([]);
  });

  it('ends in time when the server is silent, and when the name is', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const url = `http://127.0.0.1:${(silent.address() as { port: number }).port}/`;
    const late = { outcome: 'failed', reason: 'It did not answer within 0.05 s.' };
    expect(await safeFetch(url, {}, reachable(url, { timeoutMs: 50 }))).toEqual(late);
    const resolve = () => new Promise<never>(() => undefined);
    expect(await safeFetch('https://slow.example/', {}, { timeoutMs: 50, development: { resolve } })).toEqual(late);
  });

  it('ends in time when the body comes one byte at a time', async () => {
    const { url } = await localServer((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(timer));
    });
    expect(await safeFetch(url, {}, reachable(url, { timeoutMs: 80 }))).toMatchObject({ outcome: 'failed' });
  });

  it('reads 64 KB of an endless body and ends the connection', async () => {
    let closed: () => void;
    const ended = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { url } = await localServer((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', more).on('close', closed);
      more();
    });
    const answer = await safeFetch(url, {}, reachable(url));
    expect(answer).toMatchObject({ outcome: 'answered', status: 200 });
    expect(answer.outcome === 'answered' && answer.body.length).toBe(65_536);
    await ended;
  });

  it('does not trust a certificate of nobody, and says what is wrong without the address', async () => {
    const { url } = await localServer(always(200, ''));
    const answer = await safeFetch(url.replace('http:', 'https:'), {}, reachable(url));
    expect(answer).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/could not be reached/) });
    expect(JSON.stringify(answer)).not.toContain('127.0.0.1');
  });

  it('fails where nobody listens, where the name is unknown, and with a header that splits the request', async () => {
    const { url, received } = await localServer(always(200, ''));
    const closed = 'http://127.0.0.1:1/';
    expect(await safeFetch(closed, {}, reachable(closed))).toMatchObject({
      reason: expect.stringContaining('ECONNREFUSED'),
    });
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    const unknown = await safeFetch('https://nobody.example/', {}, { development: { resolve } });
    expect(unknown).toEqual({ outcome: 'failed', reason: 'Its name could not be resolved.' });
    const split = await safeFetch(url, { headers: { 'x-one': 'a\r\nx-two: b' } }, reachable(url));
    expect([split.outcome, received]).toEqual(['failed', []]);
  });
});
