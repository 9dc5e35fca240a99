import { digest, lookUps } from '@waybill/kernel';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { getTrip } from '#functions/geo/queries/get-trip';
import { getReferenceEntry } from '#functions/geo/queries/reference-data/get-reference-entry';
import { lookUpAddress } from '#functions/geo/workers/look-up-address';
import { authorizer } from '#functions/organizations/authorizer';
import { type Local, startLocal } from '#scripts/local/index';
import { eventually } from '#test/support/http/world';
import { ownDatabase } from '#test/support/runtime/own-database';

const contexts = { geo: { getTrip, getReferenceEntry, lookUpAddress }, organizations: { authorizer } };
const trip = '/geo/trip?points=48.2,16.3;48.3,16.4';
const entry = '/geo/reference-data/countries/AT';

let local: Local;
let aheadMs = 0;
const lines: any[] = [];
let stopLogging = () => {};

beforeAll(async () => {
  // The requests arrive as from a proxy on this machine.
  vi.stubEnv('WAYBILL_TRUSTED_NETWORKS', '127.0.0.0/8,::1/128');
  stopLogging = alsoLogTo((line) => void lines.push(JSON.parse(line)));
  const clock = () => new Date(Date.now() + aheadMs);
  local = await startLocal({ contexts, dynamo: ownDatabase(), platform: { clock } });
});
afterAll(async () => {
  stopLogging();
  vi.unstubAllEnvs();
  await local?.stop();
});

/** A request from an address: its response, and its log line. */
const ask = async (path: string, ip: string) => {
  lines.length = 0;
  const authorization = `Bearer ${await local.keys.mint({ role: 'auditor' })}`;
  const response = await fetch(`${local.url}${path}`, { headers: { authorization, 'x-forwarded-for': ip } });
  const { status, headers } = response;
  await response.arrayBuffer();
  expect(JSON.stringify(lines)).not.toContain(ip);
  return { status, headers, line: lines.find(({ message }) => message === 'answered') };
};

/** Asks until the lookup has ended and its record was read: a slow machine reads it later. */
const located = (path: string, ip: string) =>
  eventually(async () => {
    const answer = await ask(path, ip);
    await local.drained();
    aheadMs += 10_000;
    expect(answer.line).toHaveProperty('country');
    return answer;
  });

test.each([
  ['behind the authorizer', trip, '9.9.9.9', { country: 'CH', city: 'Zürich' }],
  ['on an open route', entry, '1.1.1.1', { country: 'AU', city: 'Brisbane' }],
])('an address is looked up after its first request, and has a place then: %s', async (_, path, ip, at) => {
  const first = await ask(path, ip);
  expect(first.status).toBe(200);
  expect(first.line).not.toHaveProperty('country');
  const { status, line } = await located(path, ip);
  expect(status).toBe(200);
  expect(line).toMatchObject(at);
  // The same client, on the other kind of route.
  expect((await ask(path === trip ? entry : trip, ip)).line).toMatchObject(at);
});

test('a city above its limit is refused, once the address is located', async () => {
  const sending = vi.spyOn(local.platform.queue, 'send');
  onTestFinished(() => sending.mockRestore());
  await located(trip, '8.8.8.8');
  expect(sending.mock.calls.map(([queue]) => queue)).toEqual([lookUps.name]);
  const seconds = (Date.now() + aheadMs) / 1000;
  const city = { key: digest('city Mountain View, US'), window: Math.floor(seconds / 60) };
  const until = Math.ceil(seconds) + 300;
  await local.platform.rates.add(city, { counts: {}, blocks: { m: until }, expiresAt: until });
  let refused: Awaited<ReturnType<typeof ask>> | undefined;
  // A container counts the requests from a city in batches, before it writes to the table and learns of the block.
  for (let i = 0; i < 20 && refused === undefined; i++) {
    const answer = await ask(trip, '8.8.8.8');
    if (answer.status === 429) refused = answer;
  }
  expect(refused?.headers.get('ratelimit')).toMatch(/^"city";r=0;/);
  expect((await ask(trip, '9.9.9.9')).status).toBe(200);
});
