import { digest, endpoint, lookUps, publicAddress, query, whoIsId, whoIsRecords, z } from '@waybill/kernel';
import { placesOf } from '@waybill/kernel/http/client/places/places';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { clockAt } from '../support/platforms.ts';

afterEach(() => void vi.unstubAllEnvs());

const start = '2026-05-04T12:00:00.000Z';
const [ip, ip6] = ['8.8.8.8', '2001:4860:4860::8888'];

/** A stage, with how often it was read and what was asked for, and a function to put down what a lookup found. */
const stage = () => {
  const clock = clockAt(start);
  const platform = memory({ clock });
  const { get } = platform.records;
  const read: string[] = [];
  const counting: typeof get = async (store, id, options) => {
    read.push(id);
    return get(store, id, options);
  };
  Object.assign(platform.records, { get: counting });
  const asked = () =>
    platform.sent.filter(({ queue }) => queue === lookUps.name).map(({ message }) => message.message.ip);
  const found = (address: string, facts: object) =>
    platform.events.commit({
      records: [
        {
          store: whoIsRecords,
          id: whoIsId(address, clock()),
          before: undefined,
          after: { data: { at: clock().toISOString(), ...facts } },
        },
      ],
    });
  return { clock, platform, read, asked, found, find: placesOf(platform).find };
};

const linesOf = () => {
  const lines: string[] = [];
  onTestFinished(alsoLogTo((line) => void lines.push(line)));
  return lines;
};
const addresses = (count: number) =>
  Array.from({ length: count }, (_, i) => `51.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);

describe('an address', () => {
  test('without a record is sent to be looked up, once, and has a place as soon as the lookup is found', async () => {
    const { clock, read, asked, found, find } = stage();
    for (let i = 0; i < 5; i++) expect(await find(ip)).toBeUndefined();
    expect([read.length, asked()]).toEqual([1, [ip]]);
    await found(ip, { country: 'US', city: 'Mountain View', asn: 15169 });
    clock.advance(9);
    expect(await find(ip)).toBeUndefined();
    clock.advance(1);
    expect(await find(ip)).toEqual({ country: 'US', city: 'Mountain View' });
    for (let i = 0; i < 5; i++) await find(ip);
    expect([read.length, asked()]).toEqual([2, [ip]]);
  });

  test('with a record is read once by a container, and never sent', async () => {
    const { clock, read, asked, found, find } = stage();
    await found(ip, { country: 'US' });
    for (let i = 0; i < 20; i++) {
      expect(await find(ip)).toEqual({ country: 'US' });
      clock.advance(86_400 / 2);
    }
    expect([read.length, asked()]).toEqual([1, []]);
  });

  test('about which nothing is known has no place, and is not sent again', async () => {
    const { clock, asked, found, find } = stage();
    await found(ip, { city: 'Atlantis' });
    for (let i = 0; i < 3; i++) {
      expect(await find(ip)).toBeUndefined();
      clock.advance(3_600);
    }
    expect(asked()).toEqual([]);
  });

  test('whose lookup failed is read again after 10 s, 20 s, … an hour, and not sent again in this month', async () => {
    const { clock, read, asked, find } = stage();
    for (let i = 0; i < 6 * 3_600; i += 10) {
      await find(ip);
      clock.advance(10);
    }
    // 10 s · (1 + 2 + … + 256) are 85 minutes, and 4 hours follow.
    expect(read.length).toBe(1 + 9 + 4);
    expect(asked()).toEqual([ip]);
  });

  test('is looked up again in the next month, and keeps its place meanwhile', async () => {
    const { clock, asked, found, find } = stage();
    await found(ip, { country: 'US' });
    await find(ip);
    clock.advance(28 * 86_400);
    expect(await find(ip)).toEqual({ country: 'US' });
    expect(asked()).toEqual([ip]);
    await found(ip, { country: 'CA' });
    clock.advance(10);
    expect(await find(ip)).toEqual({ country: 'CA' });
  });

  test('has one lookup in all its spellings', async () => {
    const { read, asked, find } = stage();
    for (const spelling of [ip6, '2001:4860:4860:0:0:0:0:8888', '2001:4860:4860:0000::8888', '2001:4860:4860::0008888'])
      await find(spelling);
    for (const spelling of [ip, `::ffff:${ip}`, ` ${ip} `]) await find(spelling);
    expect([read.length, asked()]).toEqual([2, [ip6, ip]]);
  });

  test.each([undefined, '', '127.0.0.1', '10.0.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '::1', 'fc00::1'])(
    'that is not public is neither read nor sent: %s',
    async (address) => {
      const { read, asked, find } = stage();
      expect(await find(address)).toBeUndefined();
      expect([read.length, asked()]).toEqual([0, []]);
    },
  );

  test('of many requests at once is one read and one message', async () => {
    const { read, asked, find } = stage();
    await Promise.all(Array.from({ length: 200 }, () => find(ip)));
    expect([read.length, asked()]).toEqual([1, [ip]]);
  });
});

describe('many addresses', () => {
  test('are sent by a container up to 60 times a minute; the others are sent later', async () => {
    const { clock, asked, find } = stage();
    const many = addresses(1_000);
    for (const address of many) await find(address);
    expect(asked()).toHaveLength(60);
    for (let minutes = 0; minutes < 60; minutes++) {
      clock.advance(60);
      for (const address of many) await find(address);
      expect(asked().length).toBeLessThanOrEqual(60 * (minutes + 2));
    }
    expect(asked().toSorted()).toEqual(many.toSorted());
  });

  test('are forgotten beyond 10,000, those that were not seen for longest', async () => {
    const { read, found, find } = stage();
    await found(ip, { country: 'US' });
    await found(ip6, { country: 'US' });
    for (const address of [ip, ip6]) await find(address);
    for (const address of addresses(9_998)) await find(address);
    await find(ip);
    await find('52.0.0.1');
    read.length = 0;
    await find(ip);
    expect(read).toEqual([]);
    await find(ip6);
    expect(read).toHaveLength(1);
  });
});

describe('a failure', () => {
  test('of the table is logged without the address, once in ten seconds, and the place is found later', async () => {
    const { clock, platform, found, find } = stage();
    await found(ip, { country: 'US' });
    const { get } = platform.records;
    const calls = { count: 0 };
    const failing = async () => {
      calls.count++;
      throw new Error(`throttled: ${ip}`);
    };
    Object.assign(platform.records, { get: failing });
    const lines = linesOf();
    for (const address of [ip, ...addresses(50)]) expect(await find(address)).toBeUndefined();
    expect(calls.count).toBe(1);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'warn', message: 'places skipped', reason: 'failed' });
    expect(lines.join()).not.toContain(ip);
    Object.assign(platform.records, { get });
    clock.advance(10);
    expect(await find(ip)).toEqual({ country: 'US' });
  });

  test('of the queue is no lookup: the address is sent again', async () => {
    const { clock, platform, asked, find } = stage();
    const { send } = platform.queue;
    const failing = async () => {
      throw new Error(`no access: ${ip}`);
    };
    Object.assign(platform.queue, { send: failing });
    const lines = linesOf();
    expect(await find(ip)).toBeUndefined();
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(ip);
    Object.assign(platform.queue, { send });
    clock.advance(60);
    await find(ip);
    expect(asked()).toEqual([ip]);
  });

  test('to answer delays one request by 50 ms, and the others not at all', async () => {
    const { platform, find } = stage();
    await find(ip6);
    Object.assign(platform.records, { get: () => new Promise(() => undefined) });
    const lines = linesOf();
    const began = performance.now();
    for (const address of [ip, ip, ...addresses(100)]) expect(await find(address)).toBeUndefined();
    // Half of what it takes if each request waits.
    expect(performance.now() - began).toBeLessThan((102 * 50) / 2);
    expect(lines.map((line) => JSON.parse(line).reason)).toEqual(['slow']);
  });
});

describe('a request', () => {
  const spec = { summary: 'Says so', input: z.strictObject({}), output: z.object({}) };
  const open = endpoint({ ...spec, route: 'POST /open', role: 'anyone', answer: async () => ({ body: {} }) });
  const closed = query({ ...spec, route: 'GET /closed', role: 'auditor', reads: {}, answer: async () => ({}) });
  const caller = { sub: 'jo', orgId: 'acme', orgType: 'Customer', role: 'auditor' };

  const send = async (fn: any, platform: object, { sourceIp = ip, headers = {}, authorizer }: any = {}) => {
    const lines = linesOf();
    const answer = await fn.with(platform)({ headers, requestContext: { identity: { sourceIp }, authorizer } });
    expect(lines.join()).not.toContain(sourceIp);
    return { ...answer, line: lines.map((it) => JSON.parse(it)).find(({ message }) => message === 'answered') };
  };

  test('of an open route asks for a lookup, and its log line has country and city once they are known', async () => {
    const { clock, platform, asked, found } = stage();
    const first = await send(open, platform);
    expect(first.line).not.toHaveProperty('country');
    expect(asked()).toEqual([ip]);
    await found(ip, { country: 'CH', city: 'Zürich', postalCode: '8001', asName: 'Quad9' });
    clock.advance(10);
    const { line } = await send(open, platform);
    expect(line).toMatchObject({ country: 'CH', city: 'Zürich' });
    expect(JSON.stringify(line)).not.toMatch(/8001|Quad9/);
  });

  test('behind the authorizer has the place that the authorizer passed on, and reads nothing', async () => {
    const { platform, read, asked, found } = stage();
    await found(ip, { country: 'US' });
    const { line } = await send(closed, platform, { authorizer: { ...caller, country: 'CH', city: 'Z%C3%BCrich' } });
    expect(line).toMatchObject({ country: 'CH', city: 'Zürich' });
    expect((await send(closed, platform, { authorizer: caller })).line).not.toHaveProperty('country');
    expect([read, asked()]).toEqual([[], []]);
  });

  test.each([
    ['on an open route', open, undefined],
    ['behind the authorizer', closed, { ...caller, country: 'US', city: 'Mountain View' }],
  ])('from a city above its limit is refused, %s', async (_, fn, authorizer) => {
    const { clock, platform, found } = stage();
    const until = async () => {
      for (let i = 0; i < 20; i++) {
        const { statusCode, headers } = await send(fn, platform, { authorizer });
        if (statusCode === 429) return headers.ratelimit;
      }
      return undefined;
    };
    const seconds = clock().getTime() / 1000;
    await platform.rates.add(
      { key: digest('city Mountain View, US'), window: Math.floor(seconds / 60) },
      { counts: { m: 25_000 }, blocks: { m: seconds + 300 }, expiresAt: seconds + 400 },
    );
    await found(ip, { country: 'US', city: 'Mountain View' });
    expect(await until()).toBe('"city";r=0;t=300');
  });

  test('with invented addresses in its headers asks for one lookup, that of its own', async () => {
    const { platform, asked } = stage();
    const share = vi.stubEnv('WAYBILL_ADDRESS_SHARE', '1000');
    onTestFinished(() => void share.unstubAllEnvs());
    for (const address of addresses(1_000)) {
      const headers = { 'X-Forwarded-For': address, 'X-Real-IP': address, 'CloudFront-Viewer-Address': `${address}:1` };
      await send(open, platform, { headers });
    }
    expect(asked()).toEqual([ip]);
  });

  test('behind a trusted proxy asks for a lookup of its client, for 60 clients in a minute', async () => {
    const { platform, asked } = stage();
    vi.stubEnv('WAYBILL_TRUSTED_NETWORKS', '10.0.0.0/8');
    for (const address of addresses(300))
      await send(open, platform, { sourceIp: '10.0.0.1', headers: { 'X-Forwarded-For': `9.9.9.9, ${address}` } });
    expect(asked()).toEqual(addresses(60));
    expect(asked().every((address) => publicAddress(address) === address)).toBe(true);
  });

  test('that CloudFront located asks for nothing', async () => {
    const { platform, read, asked } = stage();
    vi.stubEnv('WAYBILL_TRUSTED_PROXY', 'cloudfront');
    const headers = { 'CloudFront-Viewer-Address': `${ip}:1`, 'CloudFront-Viewer-Country': 'GB' };
    expect((await send(open, platform, { headers })).line).toMatchObject({ country: 'GB' });
    expect([read, asked()]).toEqual([[], []]);
  });

  test('is answered when table and queue fail', async () => {
    const { platform } = stage();
    const failing = async () => {
      throw new Error('gone');
    };
    Object.assign(platform.records, { get: failing });
    expect((await send(open, platform)).statusCode).toBe(200);
  });
});
