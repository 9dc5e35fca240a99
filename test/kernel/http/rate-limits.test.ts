import { command, keyHolder, query, text, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { VanBought, van } from '../support/garage.ts';
import { clockAt } from '../support/platforms.ts';

const world = () => {
  const clock = clockAt('2026-05-04T12:00:00.000Z');
  const platform = memory({ clock });
  const done = { count: 0 };
  const closed = query({
    summary: 'Count',
    route: 'GET /count',
    role: 'auditor',
    input: z.strictObject({}),
    output: z.object({ count: z.int() }),
    reads: {},
    answer: async () => ({ count: ++done.count }),
  }).with(platform);
  const buy = command({
    summary: 'Buy',
    route: 'POST /vans',
    role: 'officer',
    input: z.strictObject({ plate: text(20) }),
    on: van,
    begin: ({ plate }) => [VanBought({ plate })],
  }).with(platform);
  const caller = { sub: 'jo', orgId: 'acme', orgType: 'Customer', role: 'officer' };
  const eventOf = ({ ip = '51.2.3.4', authorizer = {}, ...event }: any = {}) => ({
    headers: { 'User-Agent': 'vitest' },
    ...event,
    requestContext: { identity: { sourceIp: ip }, authorizer: authorizer && { ...caller, ...authorizer } },
  });
  const ask = async (fn: any, event?: object) => {
    const { statusCode, headers, body } = await fn(eventOf(event));
    return { status: statusCode, headers, body: body && JSON.parse(body) };
  };
  const until429 = async (event?: object, most = 2_000) => {
    for (let i = 0; i < most; i++) if ((await ask(closed, event)).status === 429) return i;
    return most;
  };
  return { clock, platform, done, closed, buy, ask, until429 };
};

describe('requests of a client', () => {
  test('are answered with the limits, and what is left of the tightest', async () => {
    const { closed, ask } = world();
    const { status, headers } = await ask(closed);
    expect(status).toBe(200);
    expect(headers['ratelimit-policy']).toBe('"device";q=100;w=60, "address";q=5000;w=60, "burst";q=100;w=10');
    expect(headers.ratelimit).toBe('"device";r=99;t=60');
    expect(headers['access-control-expose-headers'] ?? headers['Access-Control-Expose-Headers']).toMatch(
      /ratelimit,ratelimit-policy/,
    );
  });

  test('above a limit are refused with the time to wait, before anything is done', async () => {
    const { clock, closed, done, ask } = world();
    for (let i = 0; i < 100; i++) {
      expect((await ask(closed)).status).toBe(200);
      clock.advance(0.2);
    }
    const { status, headers, body } = await ask(closed);
    expect(status).toBe(429);
    expect(body).toMatchObject({ code: 'too-many-requests', status: 429, retryAfter: 300 });
    expect(headers['content-type']).toBe('application/problem+json');
    expect(headers['retry-after']).toBe('300');
    expect(headers.ratelimit).toBe('"device";r=0;t=300');
    expect(done.count).toBe(100);
    clock.advance(299.5);
    expect((await ask(closed)).headers['retry-after']).toBe('1');
    clock.advance(0.5);
    expect((await ask(closed)).status).toBe(200);
  });

  test('are counted for all functions together, whatever their answer is', async () => {
    const { buy, closed, ask, until429 } = world();
    for (let i = 0; i < 20; i++) {
      expect(
        (await ask(buy, { body: '{}', headers: { 'User-Agent': 'vitest', 'Content-Type': 'application/json' } }))
          .status,
      ).toBe(400);
      expect((await ask(closed, { authorizer: { role: 'nobody' } })).status).toBe(403);
      expect((await ask(closed, { authorizer: null })).status).toBe(401);
    }
    expect(await until429()).toBe(40);
  });

  test('cannot escape with headers: another device has the same network', async () => {
    const { closed, ask } = world();
    const statuses: number[] = [];
    for (let i = 0; i < 120; i++) {
      const headers = { 'User-Agent': `${i}`, 'X-Client-Fingerprint': `${i}`, 'X-Forwarded-For': `198.51.100.${i}` };
      statuses.push((await ask(closed, { headers })).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    expect((await ask(closed, { ip: '51.2.3.5' })).status).toBe(200);
  });

  test('of one network do not use up the limits of another, nor those of another IPv6 /64', async () => {
    const { until429 } = world();
    expect(await until429({ ip: '2001:4860:1:2::1' }, 150)).toBe(100);
    expect(await until429({ ip: '2001:4860:1:3::1' }, 50)).toBe(50);
  });

  test('from this machine are limited by device only, and without an address not at all', async () => {
    const { closed, ask, until429 } = world();
    expect((await ask(closed, { ip: '127.0.0.1' })).headers['ratelimit-policy']).toBe('"device";q=100;w=60');
    expect(await until429({ ip: 'test-invoke-source-ip' }, 300)).toBe(300);
  });
});

describe('requests with an API key', () => {
  const key = (more: object = {}) => ({ authorizer: { sub: keyHolder('k1'), ...more } });

  test('have its quota in place of the device’s', async () => {
    const { clock, closed, ask } = world();
    const { headers } = await ask(closed, key());
    expect(headers['ratelimit-policy']).toBe(
      '"key";q=600;w=60, "address";q=5000;w=60, "burst";q=100;w=10, "key-day";q=100000;w=86400',
    );
    let passed = 1;
    for (; passed < 1_000; passed++) {
      clock.advance(0.099);
      const { status } = await ask(closed, { ...key(), ip: `51.2.3.${passed % 200}` });
      if (status === 429) break;
    }
    expect(passed).toBe(600);
  });

  test('have a quota of their own if they were created with one, which API Gateway passes as text', async () => {
    const { until429 } = world();
    expect(await until429(key({ quotaPerMinute: '7' }))).toBe(7);
    expect(await world().until429(key({ quotaPerDay: 9 }))).toBe(9);
  });

  test('that is trusted are not limited and not counted', async () => {
    const { closed, ask, until429 } = world();
    expect(await until429(key({ trusted: 'true' }), 700)).toBe(700);
    expect(await until429(key({ trusted: true }), 700)).toBe(700);
    expect((await ask(closed, key({ trusted: true }))).headers).not.toHaveProperty('ratelimit');
    expect((await ask(closed, key())).headers.ratelimit).toMatch(/r=99;/);
  });

  test('are not trusted because a person’s context says so, or says anything but yes', async () => {
    expect(await world().until429({ authorizer: { trusted: 'true' } }, 200)).toBe(100);
    expect(await world().until429(key({ trusted: 'false' }), 200)).toBe(100);
  });
});

test('a refused request has a log line without its address, and is a signal', async () => {
  const lines: string[] = [];
  onTestFinished(alsoLogTo((line) => void lines.push(line)));
  const { until429 } = world();
  expect(await until429({}, 150)).toBe(100);
  expect(lines.filter((line) => line.includes('"status":429'))).toHaveLength(1);
  expect(lines.join()).not.toContain('51.2.3.4');
});
