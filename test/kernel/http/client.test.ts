import { query, z } from '@waybill/kernel';
import { clientOf } from '@waybill/kernel/http/client/client';
import { clientFingerprint, deviceFingerprint, serverFingerprint } from '@waybill/kernel/http/client/device';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';

afterEach(() => void vi.unstubAllEnvs());

const from = (sourceIp: string, headers: Record<string, string> = {}, forwarded: string[] = []) =>
  clientOf({
    headers,
    multiValueHeaders: forwarded.length ? { 'X-Forwarded-For': forwarded } : {},
    requestContext: { identity: { sourceIp } },
  });
const ipOf = (...asked: Parameters<typeof from>) => from(...asked).ip;

describe('the address of a client', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:DB8:0:0::7', '2001:db8::7'],
    ['2001:db8:0000:0000:0000:0000:0000:0007', '2001:db8::7'],
    ['test-invoke-source-ip', undefined],
    ['1', undefined],
    ['0x7f.1', undefined],
    ['fe80::1%eth0', undefined],
    ['', undefined],
  ])('%j has the one spelling %j', (seen, ip) => {
    expect(ipOf(seen)).toBe(ip);
  });

  test('is never one from a header of the client', () => {
    const headers = {
      'X-Forwarded-For': '192.0.2.1',
      'X-Real-IP': '192.0.2.2',
      Forwarded: 'for=192.0.2.3',
      'CF-Connecting-IP': '192.0.2.4',
      'CloudFront-Viewer-Address': '192.0.2.5:1',
    };
    expect(ipOf('203.0.113.7', headers, ['192.0.2.1'])).toBe('203.0.113.7');
  });

  test.each([
    ['the only hop', ['198.51.100.9'], '198.51.100.9'],
    ['the right-most hop that is not a proxy', ['192.0.2.66, 198.51.100.9, 10.0.0.3'], '198.51.100.9'],
    ['the same, in several headers', ['192.0.2.66', '198.51.100.9', '10.0.0.3, 10.0.0.2'], '198.51.100.9'],
    ['a hop with a port', ['198.51.100.9:4711'], '198.51.100.9'],
    ['an IPv6 hop with a port', ['[2001:db8:ffff::9]:4711'], '2001:db8:ffff::9'],
    ['the proxy itself, if it names no client', [], '10.0.0.1'],
    ['the last proxy before something that is not an address', ['198.51.100.9, unknown, 10.0.0.3'], '10.0.0.3'],
    ['the last proxy before an empty hop', ['198.51.100.9,,'], '10.0.0.1'],
    ['the first proxy, if all are proxies', ['10.0.0.9, 10.0.0.3'], '10.0.0.9'],
  ])('behind trusted proxies is %s', (_, forwarded, ip) => {
    vi.stubEnv('WAYBILL_TRUSTED_NETWORKS', '10.0.0.0/8, 2001:db8::/48');
    expect(ipOf('10.0.0.1', {}, forwarded)).toBe(ip);
    expect(ipOf('::ffff:10.0.0.1', { 'x-forwarded-for': forwarded.join(',') })).toBe(ip);
    // A client that reaches the API directly may send the same header.
    expect(ipOf('203.0.113.7', {}, forwarded)).toBe('203.0.113.7');
  });

  test('is an address or nothing, whatever the headers are', () => {
    vi.stubEnv('WAYBILL_TRUSTED_NETWORKS', '10.0.0.0/8');
    const hop = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constant('10.0.0.1'));
    fc.assert(
      fc.property(hop, fc.array(hop, { maxLength: 40 }), (seen, hops) => {
        const ip = ipOf(seen, {}, [hops.join(',')]);
        if (ip !== undefined) expect(ip).toMatch(/^[\d.]+$|^[\da-f:]+$/);
        if (ip !== undefined) expect(ipOf(ip)).toBe(ip);
      }),
    );
  });

  test('has a place that CloudFront reports, else one that is known already, else none', () => {
    const placeOf = (ip: string) => (ip === '203.0.113.7' ? { country: 'DE', city: 'Ulm' } : undefined);
    const at = (sourceIp: string, headers = {}) =>
      clientOf({ headers, requestContext: { identity: { sourceIp } } }, placeOf).place;
    const viewed = { 'CloudFront-Viewer-Country': 'GB', 'CloudFront-Viewer-City': 'Leeds' };
    expect(at('203.0.113.7', viewed)).toBe('Ulm, DE');
    expect(at('203.0.113.8', viewed)).toBeUndefined();
    vi.stubEnv('WAYBILL_TRUSTED_PROXY', 'cloudfront');
    expect(at('203.0.113.7', viewed)).toBe('Leeds, GB');
    expect(at('203.0.113.7', { 'CloudFront-Viewer-Country': 'GB' })).toBe('GB');
    expect(at('203.0.113.7', { 'CloudFront-Viewer-City': 'Leeds' })).toBe('Ulm, DE');
  });
});

describe('a fingerprint', () => {
  const headers = {
    'user-agent': 'Mozilla/5.0',
    'accept-language': 'en-US',
    'accept-encoding': 'gzip',
    accept: '*/*',
  };

  test('of a server and of a device are the known vectors', () => {
    expect(serverFingerprint(headers)).toBe('a7660a04b710aaa63cfec1fc85d6946f4daabd23bdf5f44f5c362176cd3022b4');
    expect(deviceFingerprint(headers, '203.0.113.7')).toBe(
      'c81fee129e4c84a4aba466817eced8bf620b22b6086f2d98fc00f9b631c1a229',
    );
  });

  test('of the client comes from its cookie, else from its header, up to 256 characters', () => {
    expect(clientFingerprint({ 'x-client-fingerprint': ' abc ' })).toBe('abc');
    expect(clientFingerprint({ 'x-client-fingerprint': 'abc', cookie: 'a=1; wb-cfp=def; b=2' })).toBe('def');
    expect(clientFingerprint({ cookie: 'xwb-cfp=def' })).toBeUndefined();
    expect(clientFingerprint({ 'x-client-fingerprint': '  ' })).toBeUndefined();
    expect(clientFingerprint({ 'x-client-fingerprint': 'x'.repeat(5_000) })).toBe('x'.repeat(256));
    expect(clientFingerprint({})).toBeUndefined();
  });

  test('of a device differs by what the client says, by its headers and by its address', () => {
    const all = [
      deviceFingerprint(headers, '203.0.113.7'),
      deviceFingerprint({ ...headers, 'x-client-fingerprint': 'abc' }, '203.0.113.7'),
      deviceFingerprint({ ...headers, accept: 'text/html' }, '203.0.113.7'),
      deviceFingerprint(headers, '203.0.113.8'),
      deviceFingerprint(headers, undefined),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

test('no log line has an address or what a client says about itself', async () => {
  const ips = ['203.0.113.7', '2001:db8::7', '198.51.100.9'];
  vi.stubEnv('WAYBILL_TRUSTED_NETWORKS', '203.0.113.0/24');
  const asked = query({
    summary: 'Says so',
    route: 'GET /asked',
    role: 'anyone',
    input: z.strictObject({}),
    output: z.object({}),
    reads: {},
    answer: async () => ({}),
  });
  const lines: string[] = [];
  onTestFinished(alsoLogTo((line) => void lines.push(line)));
  for (const sourceIp of ips)
    await asked.with(memory())({
      headers: { 'X-Forwarded-For': '198.51.100.9', 'X-Client-Fingerprint': 'my-fingerprint' },
      requestContext: { identity: { sourceIp } },
    } as any);
  const answered = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === 'answered');
  expect(answered).toHaveLength(3);
  for (const { device } of answered) expect(device).toMatch(/^[\da-f]{6}$/);
  for (const secret of [...ips, 'my-fingerprint']) expect(lines.join()).not.toContain(secret);
});
