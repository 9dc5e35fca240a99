import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WhoIs, whoIsId, whoIsRecords } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { purgeWhoIs } from '#functions/geo/schedules/purge-who-is';
import { lookUpAddress } from '#functions/geo/workers/look-up-address';
import { clockAt } from '../../kernel/support/platforms.ts';

const answers: Record<string, object> = {
  '/8.8.8.8/json': { city: 'Mountain View', region: 'california', country: 'US', org: 'AS15169 Google LLC' },
  '/9.9.9.9/json': { country: 'US', region: 'Wien' },
  '/2001:4860:4860::8888/json': { country: 'US' },
};

/** A stage whose provider is a server on this machine. */
const stage = async ({ status = 200 } = {}) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url!);
    asked.push(path);
    response.writeHead(answers[path] ? status : 404).end(JSON.stringify(answers[path] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = clockAt('2026-05-04T12:00:00.000Z');
  const platform = memory({ clock });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const setting = JSON.stringify({ provider: 'ipinfo', token: 's3cret', url });
  await platform.parameters.put('/waybill/test/geo/who-is', setting, { secret: true, once: false });
  const handle = lookUpAddress.with({ ...platform, stage: 'test' });
  const lookUp = (...ips: string[]) =>
    handle({
      Records: ips.map((ip, i) => ({
        messageId: `m${i}`,
        body: JSON.stringify({ id: `m${i}`, org: '-', correlationId: 'c', causationId: 'r', message: { ip } }),
      })),
    } as any);
  const known = async (ip: string) => (await platform.records.get(whoIsRecords, whoIsId(ip, clock())))?.data as WhoIs;
  return { asked, clock, platform, lookUp, known };
};
const none = { batchItemFailures: [] };

describe('an address', () => {
  test('is looked up, and what is known is kept without the address', async () => {
    const { lookUp, known } = await stage();
    expect(await lookUp('8.8.8.8')).toEqual(none);
    expect(await known('8.8.8.8')).toEqual({
      at: '2026-05-04T12:00:00.000Z',
      country: 'US',
      region: 'california',
      subdivision: 'US-CA',
      city: 'Mountain View',
      asn: 15169,
      asName: 'Google LLC',
    });
    expect(JSON.stringify(await known('8.8.8.8'))).not.toContain('8.8.8.8');
  });

  test('is looked up once in a month, and again in the next', async () => {
    const { lookUp, asked, clock } = await stage();
    for (let i = 0; i < 3; i++) await lookUp('8.8.8.8', '::ffff:8.8.8.8');
    expect(asked).toEqual(['/8.8.8.8/json']);
    clock.advance(28 * 86_400);
    await lookUp('8.8.8.8');
    expect(asked).toHaveLength(2);
  });

  test('has one record in all its spellings', async () => {
    const { lookUp, asked, known } = await stage();
    await lookUp('2001:4860:4860:0:0:0:0:8888');
    await lookUp('2001:4860:4860::8888');
    expect(asked).toHaveLength(1);
    expect(await known('2001:4860:4860::8888')).toMatchObject({ country: 'US' });
  });

  test('about which nothing is known is not asked for again', async () => {
    const { lookUp, asked, known } = await stage();
    await lookUp('1.1.1.1');
    await lookUp('1.1.1.1');
    expect(asked).toHaveLength(1);
    expect(await known('1.1.1.1')).toEqual({ at: '2026-05-04T12:00:00.000Z' });
  });

  test('has no subdivision if its region is one of another country', async () => {
    const { lookUp, known } = await stage();
    await lookUp('9.9.9.9');
    expect(await known('9.9.9.9')).toMatchObject({ country: 'US', region: 'Wien' });
    expect((await known('9.9.9.9')).subdivision).toBeUndefined();
  });

  test.each(['10.0.0.1', '127.0.0.1', '::1', 'nonsense', ''])('that is not public is skipped: %s', async (ip) => {
    const { lookUp, asked } = await stage();
    expect(await lookUp(ip)).toEqual(none);
    expect(asked).toEqual([]);
  });

  test('whose provider is down is dropped, and looked up by the next message', async () => {
    const { lookUp, known } = await stage({ status: 500 });
    expect(await lookUp('8.8.8.8')).toEqual(none);
    expect(await known('8.8.8.8')).toBeUndefined();
  });

  test('is in no log line, and neither is the token', async () => {
    const lines: string[] = [];
    onTestFinished(alsoLogTo((line: unknown) => void lines.push(JSON.stringify(line))));
    const { lookUp } = await stage();
    await lookUp('8.8.8.8', 'nonsense 8.8.8.8');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join()).not.toMatch(/8\.8\.8\.8|s3cret/);
  });
});

test('what is known is deleted 180 days after its month', async () => {
  const { lookUp, clock, platform } = await stage();
  await lookUp('8.8.8.8', '9.9.9.9');
  const run = () => purgeWhoIs.with(platform)({});
  // The 28th of November is 180 days after the end of May.
  clock.advance((Date.parse('2026-11-27T23:59:59Z') - clock().getTime()) / 1000);
  expect(await run()).toMatchObject({ job: 'purgeWhoIs', lockAcquired: true, affected: 0, done: true });
  clock.advance(60);
  expect(await run()).toMatchObject({ affected: 2 });
  expect(await run()).toMatchObject({ affected: 0 });
});
