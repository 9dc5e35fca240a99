import { newId, type RecordedEvent, type Role } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { publishedEvent } from '@waybill/kernel/messaging/published-event';
import type { PublishedEvent } from '@waybill/kernel/platform';
import { itemOf, recordedIn } from '@waybill/kernel/storage/aws/items/event-items';
import { describe, expect, test } from 'vitest';
import { keepAudit } from '#functions/audit/event-logs/keep-audit';
import { listAudit } from '#functions/audit/queries/list-audit';
import { registerDriver } from '#functions/fleet/commands/register-driver';
import { ask } from '../kernel/support/asking.ts';
import { clockAt, dynamoPlatforms, type Open } from '../kernel/support/platforms.ts';

const now = '2026-05-20T12:00:00.000Z';
const onDynamo = dynamoPlatforms();
const inMemory: Open = async ({ clock } = {}) => memory(clock ? { clock } : {});

/** An event of Acme with that timestamp. */
const published = (at: string, more: Partial<PublishedEvent> = {}): PublishedEvent => ({
  id: newId(`${at} ${JSON.stringify(more)}`),
  type: 'VehicleRetired',
  revision: 1,
  org: 'acme',
  context: 'fleet',
  aggregate: 'vehicle',
  aggregateId: newId('van'),
  version: 2,
  at,
  by: 'olga',
  correlationId: 'a request',
  causationId: 'a request',
  commandId: 'cause',
  data: { reason: 'Sold' },
  ...more,
});

const archive = async (open: Open = inMemory) => {
  const clock = clockAt(now);
  const platform = await open({ clock });
  const receive = (...events: PublishedEvent[]) => keepAudit.with(platform)(events);
  const read = (query: Record<string, string> = {}, orgId = 'acme', role: Role = 'officer') =>
    ask(platform, listAudit, { query, as: { orgId, role } });
  const times = async (query: Record<string, string> = {}, orgId?: string) =>
    (await read(query, orgId)).body.items.map(({ at }: { at: string }) => at.slice(0, 16));
  return { clock, receive, read, times };
};

describe.each([
  ['in memory', inMemory],
  ['on DynamoDB', (options) => onDynamo(options)],
] satisfies [string, Open][])('the audit log, %s', (_, open) => {
  test('lists who did what and when, newest first, across months', async () => {
    const { receive, read, times } = await archive(open);
    const event = published('2026-05-04T12:00:00.000Z');
    await receive(
      published('2026-03-31T23:59:59.999Z'),
      event,
      published('2026-05-20T11:00:00.000Z'),
      published('2025-06-01T00:00:00.000Z'),
    );
    expect(await times()).toEqual(['2026-05-20T11:00', '2026-05-04T12:00', '2026-03-31T23:59', '2025-06-01T00:00']);
    const { revision, org, commandId, causationId, data, correlationId, ...row } = event;
    expect((await read()).body.items[1]).toEqual({ ...row, correlation: correlationId });
  });

  test('has one entry for an event that is delivered several times', async () => {
    const { receive, times } = await archive(open);
    const event = published('2026-05-04T12:00:00.000Z');
    await receive(event, event);
    await receive(event);
    expect(await times()).toHaveLength(1);
  });

  test('has both of two events with the same timestamp', async () => {
    const { receive, times } = await archive(open);
    await receive(published('2026-05-04T12:00:00.000Z'), published('2026-05-04T12:00:00.000Z', { version: 3 }));
    expect(await times()).toHaveLength(2);
  });

  test('can be filtered by actor, type and time', async () => {
    const { receive, times } = await archive(open);
    await receive(
      published('2026-05-04T12:00:00.000Z'),
      published('2026-05-05T12:00:00.000Z', { by: 'key:1' }),
      published('2026-05-06T12:00:00.000Z', { type: 'ApiKeyCreated' }),
    );
    expect(await times({ actor: 'key:1' })).toEqual(['2026-05-05T12:00']);
    expect(await times({ type: 'ApiKeyCreated' })).toEqual(['2026-05-06T12:00']);
    expect(await times({ type: 'ApiKeyCreated', actor: 'key:1' })).toEqual([]);
    expect(await times({ from: '2026-05-05T12:00:00Z' })).toEqual(['2026-05-06T12:00', '2026-05-05T12:00']);
    expect(await times({ to: '2026-05-05T12:00:00Z' })).toEqual(['2026-05-04T12:00']);
    expect(await times({ from: '2026-05-05T00:00:00Z', to: '2026-05-06T00:00:00Z' })).toEqual(['2026-05-05T12:00']);
    expect(await times({ from: '2026-05-06T00:00:00Z', to: '2026-05-05T00:00:00Z' })).toEqual([]);
  });

  test('returns each entry once when it is paged across months', async () => {
    const { receive, read } = await archive(open);
    const all = Array.from({ length: 12 }, (_, i) => published(new Date(Date.UTC(2026, 3, 25 + i)).toISOString()));
    await receive(...all);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await read({ limit: '5', ...(cursor && { cursor }) });
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(all.map(({ id }) => id).toReversed());
  });
});

test('the audit log of an organization has only the events of that organization', async () => {
  const { receive, times } = await archive();
  await receive(
    published('2026-05-04T12:00:00.000Z', { org: '-' }),
    published('2026-05-05T12:00:00.000Z', { org: 'other' }),
  );
  expect([await times(), await times({}, '-'), await times({}, 'other')]).toEqual([[], [], ['2026-05-05T12:00']]);
});

test('a cursor is valid only for the same filters and the same organization', async () => {
  const { receive, read } = await archive();
  await receive(published('2026-05-04T12:00:00.000Z'), published('2026-05-05T12:00:00.000Z'));
  const { nextCursor: cursor } = (await read({ limit: '1' })).body;
  expect((await read({ limit: '1', cursor })).status).toBe(200);
  expect((await read({ limit: '1', cursor }, 'other')).status).toBe(400);
  expect((await read({ limit: '1', cursor, actor: 'olga' })).status).toBe(400);
});

test('events older than 400 days are not kept', async () => {
  const { receive, times, clock } = await archive();
  await receive(published('2025-04-14T00:00:00.000Z'), published('2025-04-16T00:00:00.000Z'));
  expect(await times()).toEqual(['2025-04-16T00:00']);
  clock.advance(86_400);
  expect(await times()).toEqual([]);
});

test('no more months are read than are kept, even for a wider range', async () => {
  const clock = clockAt(now);
  const platform = memory({ clock });
  const months: string[] = [];
  const { logs } = platform;
  const watched = {
    ...platform,
    logs: {
      ...logs,
      latest: (...asked: Parameters<typeof logs.latest>) => {
        months.push(asked[1]);
        return logs.latest(...asked);
      },
    },
  };
  await keepAudit.with(platform)([published('2026-05-04T12:00:00.000Z'), published('2025-06-01T12:00:00.000Z')]);
  const read = async (query: Record<string, string>) => {
    months.length = 0;
    const { status, body } = await ask(watched, listAudit, { query, as: { orgId: 'acme' } });
    expect(status).toBe(200);
    return [body.items.length, new Set(months).size === months.length && months.length];
  };
  const [first, last] = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];
  expect(await read({})).toEqual([2, 14]);
  expect(await read({ from: first, to: last })).toEqual([2, 14]);
  expect(await read({ to: '2100-01-01T00:00:00Z' })).toEqual([2, 14]);
  expect(await read({ from: '2100-01-01T00:00:00Z' })).toEqual([0, 0]);
  expect(await read({ from: '2099-01-01T00:00:00Z', to: last })).toEqual([0, 0]);
  expect(await read({ to: first })).toEqual([0, 0]);
});

test('a long search returns a short page with a cursor, and continues from it', async () => {
  const { receive, read } = await archive();
  const at = (i: number) => new Date(Date.UTC(2026, 4, 1) + i * 60_000).toISOString();
  for (let i = 0; i < 2_100; i += 100)
    await receive(...Array.from({ length: 100 }, (_, j) => published(at(i + j), i + j === 0 ? { by: 'once' } : {})));
  const short = await read({ actor: 'once' });
  expect([short.body.items, typeof short.body.nextCursor]).toEqual([[], 'string']);
  const rest = await read({ actor: 'once', cursor: short.body.nextCursor });
  expect(rest.body.items).toMatchObject([{ by: 'once' }]);
  expect(rest.body.nextCursor).toBeUndefined();
});

test('the audit log is refused to roles below officer', async () => {
  const { read } = await archive();
  expect((await read({}, 'acme', 'agent')).status).toBe(403);
});

test('an entry names the impersonator and the impersonated user', async () => {
  const recorded: RecordedEvent[] = [];
  const platform = memory({ onAppend: (events) => recorded.push(...events) });
  const as = { userId: 'kim', orgId: 'acme', impersonatedBy: 'ada' };
  await ask(platform, registerDriver, { body: { name: 'Ada Byron', licence: 'B1' }, as });
  await ask(platform, registerDriver, { body: { name: 'Eve', licence: 'B2' }, as: { userId: 'kim', orgId: 'acme' } });
  const [acted, own] = recorded.map(publishedEvent({ fleet: { registerDriver } }));
  expect(acted).toMatchObject({ by: 'kim', impersonatedBy: 'ada' });
  expect(own).not.toHaveProperty('impersonatedBy');
  expect(recordedIn(itemOf(recorded[0]!))).toEqual(recorded[0]);

  const { receive, read } = await archive();
  await receive({ ...acted!, at: '2026-05-04T12:00:00.000Z' }, { ...own!, at: '2026-05-03T12:00:00.000Z' });
  const { items } = (await read()).body;
  expect(items.map(({ by, impersonatedBy }: any) => [by, impersonatedBy])).toEqual([
    ['kim', 'ada'],
    ['kim', undefined],
  ]);
});
