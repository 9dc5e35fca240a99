import { setImmediate as turn } from 'node:timers/promises';
import { type Platform, query, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { ConcurrencyError } from '@waybill/kernel/platform';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { officer, requestEvent } from '../support/asking.ts';
import { buyVan, listVans, paintVans, type VanRow, vans } from '../support/garage.ts';
import { dynamoPlatforms } from '../support/platforms.ts';

/** The remaining time according to Lambda, and the client's connection according to the local runtime. */
const context = (leftMs: number, gone?: AbortSignal) => ({
  getRemainingTimeInMillis: () => leftMs,
  ...(gone && { gone }),
});
const call = async (fn: any, platform: Platform, of: object, asked: object = {}) => {
  const { statusCode, headers, body } = await fn.with(platform)(requestEvent(asked), of);
  return { status: statusCode, headers, body: JSON.parse(body) };
};

const oneVan = async (platform: Platform) => {
  const data: VanRow = { vanId: 'v', plate: 'P', colour: 'red', bought: '2026-05-04T08:00:00.000Z' };
  const view = { context: 'garage', org: officer.orgId, name: 'vans' };
  await platform.views.put(view, vans.stored('v', data, 1), undefined);
  return platform;
};

/** How the work of the last endless query ended. */
let ended: Promise<unknown>;
/** A query that never ends. */
const endless = (step: (shelves: any) => Promise<unknown>) =>
  query({
    summary: 'Pages without end',
    route: 'GET /endless',
    role: 'auditor',
    input: z.strictObject({}),
    reads: { vans },
    output: z.object({}),
    answer: (_, shelves) => {
      const working = (async (): Promise<never> => {
        for (;;) {
          await step(shelves);
          await turn();
        }
      })();
      ended = working.catch((error) => error);
      return working;
    },
  });
const pageAfterPage = endless(({ vans }) => vans.list('all', { limit: 1, filters: {} }));

const timedOut = { status: 504, body: { code: 'timed-out', status: 504, correlation: expect.any(String) } };

describe('a request whose time is up', () => {
  test('is refused half a second before Lambda stops it, with `Retry-After`', async () => {
    const answer = await call(pageAfterPage, await oneVan(memory()), context(510));
    expect(answer).toMatchObject(timedOut);
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json' });
  });

  test('stops: its work ends', async () => {
    await call(pageAfterPage, await oneVan(memory()), context(510));
    expect(await ended).toMatchObject({ name: 'Problem', code: 'timed-out' });
  });

  test('that is in time is not affected', async () => {
    const platform = await oneVan(memory());
    expect((await call(listVans, platform, context(60_000))).status).toBe(200);
    expect((await call(listVans, platform, {})).status).toBe(200);
  });
});

describe('a request whose client has disconnected', () => {
  let gone: AbortController;
  beforeEach(() => {
    gone = new AbortController();
  });
  /** The client disconnects when the stream has been read that many times. */
  const leavingAfter = (platform: Platform, most: number) => {
    let reads = 0;
    const { events } = platform;
    const watched: Platform = {
      ...platform,
      events: {
        ...events,
        read: (...asked) => {
          if (++reads === most) gone.abort();
          return events.read(...asked);
        },
      },
    };
    return { watched, reads: () => reads };
  };

  test('stops, even if there is time left', async () => {
    const answering = call(pageAfterPage, await oneVan(memory()), context(60_000, gone.signal));
    await turn();
    gone.abort();
    expect(await answering).toMatchObject(timedOut);
    expect(await ended).toMatchObject({ name: 'Problem', code: 'timed-out' });
  });

  test('is not decided again when it has lost a race', async () => {
    const { watched, reads } = leavingAfter(memory(), 2);
    const losing = {
      ...watched,
      events: { ...watched.events, commit: async () => Promise.reject(new ConcurrencyError('lost')) },
    };
    expect(await call(buyVan, losing, context(60_000, gone.signal), { body: { plate: 'AB 1' } })).toMatchObject(
      timedOut,
    );
    expect(reads()).toBe(2);
  });

  test('for many items begins no further ones', async () => {
    const { watched, reads } = leavingAfter(memory(), 10);
    const items = Array.from({ length: 100 }, (_, i) => ({ vanId: crypto.randomUUID(), colour: `${i}` }));
    const answer = await call(paintVans, watched, context(60_000, gone.signal), { body: { items } });
    expect(answer.body.results).toHaveLength(100);
    expect(answer.body.results.at(-1)).toMatchObject({ outcome: 'refused', problem: { code: 'timed-out' } });
    expect(reads()).toBeLessThan(20);
  });
});

// Mutants are tested in memory only.
describe.skipIf(inject('database') === 'none')('on DynamoDB', () => {
  const open = dynamoPlatforms();

  test('makes no further calls for an abandoned request; other requests continue', async () => {
    const platform = await open();
    const store = { kind: 'recordStore' as const, context: 'a', name: 'b', unique: [], indexed: [] };
    const reading = endless(() => platform.records.get(store, 'c'));
    expect(await call(reading, platform, context(600))).toMatchObject(timedOut);
    expect(await ended).toMatchObject({ name: 'Problem', code: 'timed-out' });
    expect((await call(listVans, platform, context(60_000))).status).toBe(200);
    expect(await platform.records.get(store, 'c')).toBeUndefined();
  });
});
