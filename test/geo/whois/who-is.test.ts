import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicAddress, whoIsId } from '@waybill/kernel';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ipInfo } from '../../../layers/geo/src/whois/ip-info.ts';
import { maxMind } from '../../../layers/geo/src/whois/max-mind.ts';
import { offline } from '../../../layers/geo/src/whois/offline.ts';
import { sourceFrom } from '../../../layers/geo/src/whois/source-from.ts';
import { whoIs } from '../../../layers/geo/src/whois/who-is.ts';
import { mmdb, uint } from './mmdb.ts';

/** A server that speaks the provider's protocol, on loopback. */
const provider = async (answer: (request: IncomingMessage, response: ServerResponse) => unknown) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};
const says = (body: unknown, status = 200) =>
  provider((_, response) => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body)));

describe('an address', () => {
  test.each([
    ['8.8.8.8', '8.8.8.8'],
    [' 8.8.8.8 ', '8.8.8.8'],
    ['::ffff:8.8.8.8', '8.8.8.8'],
    ['2001:4860:4860:0:0:0:0:8888', '2001:4860:4860::8888'],
    ['2001:4860:4860:0000::8888', '2001:4860:4860::8888'],
    ['2001:4860:4860::8888', '2001:4860:4860::8888'],
    ['2A00:1450:4001:0830::200E', '2a00:1450:4001:830::200e'],
  ])('has one form: %s is %s', (text, canonical) => expect(publicAddress(text)).toBe(canonical));

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.4.4',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '203.0.113.7',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'fe80::1%eth0',
    '8.8.8',
    '010.8.8.8',
    '0x8.8.8.8',
    '134744072',
    '',
    'unknown',
    '8.8.8.8:80',
    '8.8.8.8, 1.1.1.1',
  ])('that is not public is not looked up: %s', async (text) => {
    const source = vi.fn();
    expect(publicAddress(text)).toBeUndefined();
    expect(await whoIs(source).lookUp(text)).toEqual({ outcome: 'unknown' });
    expect(source).not.toHaveBeenCalled();
  });

  test('and a month have one id', () => {
    const june = new Date('2025-06-30T23:59:59.999Z');
    expect(whoIsId('8.8.8.8', june)).toBe('BEAF3ED7C59847D7225800CF5A1F6C8CCE9FC987C3062E1CF87CD658CD69D869');
    expect(whoIsId('8.8.8.8', new Date('2025-07-01T00:00:00.000Z'))).not.toBe(whoIsId('8.8.8.8', june));
  });
});

describe('IPinfo', () => {
  test('is asked with the token, and its answer is understood', async () => {
    let authorization: string | undefined;
    const { url, asked } = await provider((request, response) => {
      authorization = request.headers.authorization;
      response.end(
        JSON.stringify({
          ip: '8.8.8.8',
          city: 'Mountain View',
          region: 'California',
          country: 'US',
          loc: '37.4056,-122.0775',
          org: 'AS15169 Google LLC',
          postal: '94043',
          privacy: { vpn: false, proxy: false, tor: false, relay: false, hosting: true, service: '' },
          anycast: true,
        }),
      );
    });
    expect(await ipInfo({ token: 't1', url })('8.8.8.8')).toEqual({
      country: 'US',
      region: 'California',
      city: 'Mountain View',
      postalCode: '94043',
      coordinates: { latitude: 37.4056, longitude: -122.0775 },
      asn: 15169,
      asName: 'Google LLC',
      isVpn: false,
      isProxy: false,
      isTor: false,
      isRelay: false,
      isHosting: true,
      isAnonymous: true,
      isAnycast: true,
    });
    expect([asked, authorization]).toEqual([['/8.8.8.8/json'], 'Bearer t1']);
  });

  test('gives no flag that its plan does not have', async () => {
    const { url } = await says({ ip: '8.8.8.8', country: 'US', org: 'Google' });
    expect(await ipInfo({ url })('8.8.8.8')).toEqual({ country: 'US', asName: 'Google' });
  });

  test.each<[string, object]>([
    ['coordinates out of range', { country: 'US', loc: '91,-122' }],
    ['coordinates that are no numbers', { country: 'US', loc: 'here,there' }],
    ['a missing coordinate', { country: 'US', loc: '37' }],
    ['fields of another type', { country: 'US', city: 7, postal: null, privacy: 'yes', asn: [], org: {} }],
    ['long names', { country: 'US', city: 'x'.repeat(300), postal: '1'.repeat(17) }],
  ])('may send %s: the other fields remain', async (_, answer) => {
    const { url } = await says(answer);
    const facts = await ipInfo({ url })('8.8.8.8');
    expect(facts).toMatchObject({ country: 'US' });
    expect(Object.keys(facts!).filter((name) => !['country', 'asName'].includes(name))).toEqual([]);
  });

  test('knows nothing about a reserved address', async () => {
    const { url } = await says({ ip: '192.0.2.1', bogon: true });
    expect(await ipInfo({ url })('192.0.2.1')).toBeUndefined();
  });

  test.each<[string, unknown, number]>([
    ['an error', {}, 500],
    ['that the quota is used up', { error: { title: 'Rate limit' } }, 429],
    ['a wrong token', { error: {} }, 403],
    ['text', 'sorry', 200],
    ['a huge answer', `{"city":"${'x'.repeat(70_000)}"}`, 200],
  ])('that answers with %s is unavailable', async (_, body, status) => {
    const { url } = await says(body, status);
    const answer = await whoIs(ipInfo({ url })).lookUp('8.8.8.8');
    expect(answer).toMatchObject({ outcome: 'unavailable' });
    expect(JSON.stringify(answer)).not.toContain('8.8.8.8');
  });

  test('that does not answer within two seconds is unavailable', async () => {
    const { url } = await provider(() => undefined);
    const began = performance.now();
    expect(await whoIs(ipInfo({ url })).lookUp('8.8.8.8')).toEqual({ outcome: 'unavailable', reason: 'TimeoutError' });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('is not followed to another place', async () => {
    const elsewhere = await says({ country: 'XX' });
    const { url } = await provider((_, response) => response.writeHead(302, { location: elsewhere.url }).end());
    expect(await whoIs(ipInfo({ url })).lookUp('8.8.8.8')).toMatchObject({ outcome: 'unavailable' });
    expect(elsewhere.asked).toEqual([]);
  });
});

describe('a MaxMind database', () => {
  const directory = () => {
    const path = mkdtempSync(join(tmpdir(), 'waybill-mmdb-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return path;
  };

  test('is read from its file', async () => {
    const [city, asn] = ['city.mmdb', 'asn.mmdb'].map((name) => join(directory(), name)) as [string, string];
    writeFileSync(
      city,
      mmdb('GeoLite2-City', {
        '81.2.69.0/24': {
          country: { iso_code: 'GB', names: { en: 'United Kingdom' } },
          subdivisions: [{ iso_code: 'ENG', names: { en: 'England' } }],
          city: { names: { en: 'London' } },
          postal: { code: 'OX1' },
          location: { latitude: 51.75, longitude: -1.25 },
        },
        '2a02:8100::/32': { country: { iso_code: 'DE', names: { en: 'Germany' } } },
      }),
    );
    const network = { autonomous_system_number: uint(20712), autonomous_system_organization: 'Andrews & Arnold Ltd' };
    writeFileSync(asn, mmdb('GeoLite2-ASN', { '81.2.69.0/24': network }));
    const source = maxMind({ city, asn });
    expect(await source('81.2.69.142')).toEqual({
      country: 'GB',
      region: 'England',
      subdivision: 'GB-ENG',
      city: 'London',
      postalCode: 'OX1',
      coordinates: { latitude: 51.75, longitude: -1.25 },
      asn: 20712,
      asName: 'Andrews & Arnold Ltd',
    });
    expect(await source('2a02:8100::1')).toEqual({ country: 'DE' });
    expect(await source('81.2.70.1')).toBeUndefined();
  });

  test('that is missing is unavailable, and read when it is there', async () => {
    const city = join(directory(), 'city.mmdb');
    const { lookUp } = whoIs(maxMind({ city }));
    expect(await lookUp('8.8.8.8')).toMatchObject({ outcome: 'unavailable' });
    writeFileSync(city, mmdb('GeoLite2-City', { '8.8.8.0/24': { country: { iso_code: 'US', names: {} } } }));
    expect(await lookUp('8.8.8.8')).toMatchObject({ outcome: 'found', facts: { country: 'US' } });
  });
});

test('without a provider, a few networks are known and nobody is asked', async () => {
  const ask = vi.spyOn(globalThis, 'fetch');
  expect(await offline('8.8.8.8')).toMatchObject({ country: 'US', asn: 15169 });
  expect(await offline('2001:4860:4860::8844')).toMatchObject({ country: 'US' });
  expect(await offline('203.0.114.1')).toBeUndefined();
  expect(ask).not.toHaveBeenCalled();
  ask.mockRestore();
});

describe('a lookup', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  test('is one request for simultaneous lookups of one address, in all its spellings', async () => {
    const source = vi.fn(async () => ({ country: 'US' }));
    const { lookUp } = whoIs(source);
    const found = await Promise.all(['8.8.8.8', '::ffff:8.8.8.8', ' 8.8.8.8'].map(lookUp));
    expect(found).toEqual(Array(3).fill({ outcome: 'found', ip: '8.8.8.8', facts: { country: 'US' } }));
    expect(source).toHaveBeenCalledTimes(1);
    await lookUp('8.8.8.8');
    expect(source).toHaveBeenCalledTimes(2);
  });

  test('leaves a provider alone for 30 seconds that has failed five times in a row, then tries once', async () => {
    const source = vi.fn(async (): Promise<undefined> => {
      throw new Error('down');
    });
    const { lookUp } = whoIs(source);
    for (let i = 0; i < 5; i++) expect(await lookUp('8.8.8.8')).toEqual({ outcome: 'unavailable', reason: 'Error' });
    for (let i = 0; i < 20; i++) expect(await lookUp('1.1.1.1')).toEqual({ outcome: 'unavailable', reason: 'resting' });
    expect(source).toHaveBeenCalledTimes(5);
    vi.setSystemTime(Date.now() + 30_001);
    await Promise.all([lookUp('8.8.8.8'), lookUp('1.1.1.1'), lookUp('9.9.9.9')]);
    expect(source.mock.calls.length).toBeLessThanOrEqual(8);
    source.mockImplementation(async () => undefined);
    vi.setSystemTime(Date.now() + 30_001);
    expect(await lookUp('8.8.8.8')).toEqual({ outcome: 'unknown' });
    expect(await lookUp('1.1.1.1')).toEqual({ outcome: 'unknown' });
  });

  test('that finds nothing is no failure', async () => {
    const source = vi.fn(async () => undefined);
    const { lookUp } = whoIs(source);
    for (let i = 0; i < 10; i++) expect(await lookUp('8.8.8.8')).toEqual({ outcome: 'unknown' });
    expect(source).toHaveBeenCalledTimes(10);
  });
});

test('a stage names its provider, and a mistake does not reveal the token', async () => {
  expect(await sourceFrom('{"provider":"offline"}')('8.8.8.8')).toMatchObject({ country: 'US' });
  for (const wrong of ['', '{}', 'ipinfo', '{"provider":"ipinfo","tokn":"s3cret"}', '{"provider":"maxmind"}'])
    expect(() => sourceFrom(wrong)).toThrow(/^the WhoIs provider is not configured(?!.*s3cret)/);
});
