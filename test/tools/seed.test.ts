import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { developmentIssuer } from '@waybill/kernel';
import { importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { developmentKeys, type Local, startLocal } from '#scripts/local/index';
import { temporaryDirectory } from '../local/support/directory.ts';
import { begun, tool } from './cli.ts';

const data = temporaryDirectory();
let local: Local;
beforeAll(async () => {
  local = await startLocal({ contexts: contexts as any, data });
});
afterAll(() => local?.stop());

const seed = (org: string, deliveries: number, ...more: string[]) =>
  tool('seed', '--deliveries', `${deliveries}`, '--url', local.url, '--data', data, '--org', org, ...more);
const get = async (org: string, path: string) => {
  const authorization = `Bearer ${await local.keys.mint({ role: 'auditor', org })}`;
  return (await fetch(`${local.url}${path}`, { headers: { authorization } })).json() as Promise<any>;
};
/** Every event of the organization: its stream, version and type. */
const historyOf = async (org: string) => {
  const all: string[] = [];
  for await (const { stream, version, type } of local.platform.events.scan(0, 1))
    if (stream.org === org) all.push(`${stream.aggregate} ${stream.id} ${version} ${type}`);
  return all.sort();
};
const statistics = async (org: string) => {
  await local.drained();
  return get(org, '/deliveries/statistics');
};

test('A system is filled with deliveries of every status, and a second run creates nothing', async () => {
  const org = randomUUID();
  const { code, out, err } = await seed(org, 40);
  expect({ code, out }, err).toMatchObject({ code: 0, out: expect.stringMatching(/40 made, 0 there before \(/) });
  expect(out).toMatch(/\(\d+\.\d deliveries\/s\)$/);
  expect((await statistics(org)).byStatus).toEqual({
    PickedUp: 8,
    InTransit: 6,
    OutForDelivery: 2,
    Delivered: 20,
    Failed: 1,
    Cancelled: 3,
  });
  const { items } = await get(org, '/deliveries?limit=100');
  expect(new Set(items.map(({ reference }: any) => reference)).size).toBe(40);
  const history = await historyOf(org);

  expect((await seed(org, 40)).out).toMatch(/0 made, 40 there before \(/);
  expect(await historyOf(org)).toEqual(history);
});

test('A larger number adds deliveries', async () => {
  const org = randomUUID();
  await seed(org, 5);
  expect((await seed(org, 8)).out).toMatch(/3 made, 5 there before/);
});

test('An interrupted run is completed by the next one', async () => {
  const [org, whole] = [randomUUID(), randomUUID()];
  await seed(whole, 30);
  const args = ['--deliveries', '30', '--url', local.url, '--data', data, '--org', org, '--lanes', '3'];
  const run = begun('seed', ...args);
  await expect.poll(() => historyOf(org).then(({ length }) => length), { interval: 20 }).toBeGreaterThan(60);
  run.kill();
  await run.ended;
  const before = await historyOf(org);

  expect((await seed(org, 30)).out).toMatch(/^30 deliveries /);
  const after = await historyOf(org);
  expect(before.length).toBeLessThan(after.length);
  expect(after).toEqual(expect.arrayContaining(before));
  const typesOf = (history: string[]) => history.map((it) => it.split(' ').at(-1)).sort();
  expect(typesOf(after)).toEqual(typesOf(await historyOf(whole)));
  expect((await statistics(org)).byStatus).toEqual((await statistics(whole)).byStatus);
});

test('Deliveries that were changed since are left alone', async () => {
  const org = randomUUID();
  await seed(org, 3);
  await local.drained();
  const { items } = await get(org, '/deliveries?limit=100');
  const { deliveryId } = items.find(({ reference }: any) => reference === 'LIS-000002');
  const authorization = `Bearer ${await local.keys.mint({ role: 'officer', org })}`;
  const cancelled = await fetch(`${local.url}/deliveries/${deliveryId}/cancellation`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'Not wanted', requestedBy: 'Customer' }),
  });
  expect(cancelled.status).toBe(200);
  const history = await historyOf(org);
  expect((await seed(org, 3)).out).toMatch(/0 made, 3 there before/);
  expect(await historyOf(org)).toEqual(history);
});

test('A dry run reports what it would create, and sends nothing', async () => {
  const org = randomUUID();
  const { out, code } = await seed(org, 40, '--dry-run');
  expect(code).toBe(0);
  expect(out).toMatch(/^There would be 40 deliveries \(.*20 Delivered.*\), 8 drivers, 8 vehicles, 5 routes at /);
  expect(await historyOf(org)).toEqual([]);
});

test('It accepts a token that another key has signed', async () => {
  const org = randomUUID();
  const token = await local.keys.mint({ role: 'officer', org });
  const elsewhere = ['--data', 'nowhere', '--token', token];
  expect((await seed(randomUUID(), 2, ...elsewhere)).out).toMatch(/2 made/);
  expect((await statistics(org)).deliveries).toBe(2);
});

test('It reports in a sentence why it cannot start', async () => {
  const stranger = temporaryDirectory();
  expect(await seed(randomUUID(), 2, '--data', stranger)).toMatchObject({
    code: 1,
    err: expect.stringContaining(`There is no development key in ${stranger}`),
  });
  await developmentKeys(stranger);
  expect(await seed(randomUUID(), 2, '--data', stranger)).toMatchObject({
    code: 1,
    err: expect.stringContaining(`does not know the key in ${stranger}`),
  });
  const key = JSON.parse(readFileSync(join(data, 'development-key.json'), 'utf8'));
  const old = await new SignJWT({ sub: 'ann', iss: developmentIssuer, aud: 'waybill-api', iat: 0, exp: 900 })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(await importJWK(key));
  expect(await seed(randomUUID(), 2, '--token', old)).toMatchObject({
    code: 1,
    err: expect.stringContaining('the token has expired: give a new one'),
  });
  expect(await seed(randomUUID(), 2, '--url', 'http://127.0.0.1:9/v1')).toMatchObject({
    code: 1,
    err: expect.stringContaining('is not running at'),
  });
  expect(await tool('seed')).toMatchObject({ code: 2, err: '--deliveries must be a number from 1 to 1000000.' });
  expect((await tool('seed', '--help')).out).toContain('npm run seed -- --deliveries N');
});
