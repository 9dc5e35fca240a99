import type { Platform } from '@waybill/kernel';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';

/** The kernel is loaded again with metrics enabled, as on AWS: elsewhere they are disabled. */
vi.hoisted(() => {
  process.env.POWERTOOLS_METRICS_DISABLED = 'false';
  process.env.POWERTOOLS_DEV = 'true';
  process.env.POWERTOOLS_SERVICE_NAME = 'diary';
  process.env.WAYBILL_STAGE = 'test';
});

const {
  aggregate,
  authorizerWith,
  bulk,
  endpoint,
  eventLog,
  command,
  event,
  log,
  Problem,
  problem,
  projection,
  publisher,
  projector,
  reaction,
  tooManyAttempts,
  z,
} = await import('@waybill/kernel');
const { memory } = await import('@waybill/kernel/memory');
const { alsoLogTo } = await import('@waybill/kernel/observability/observe');
const { ConcurrencyError, ThrottledError } = await import('@waybill/kernel/platform');
const { streamBatch } = await import('../messaging/stream-events.ts');

const Written = event('Written', { title: z.string() });
const Moved = event('Moved', { to: z.enum(['shelf', 'bin']) });
const Wandered = event('Wandered', { to: z.string() });
const page = aggregate('diary', 'page')
  .begin(Written, ({ title }) => ({ title }))
  .on(Moved, (state) => state)
  .on(Wandered, (state) => state);

// A reason is not called `title`: that is a member of every problem.
const notForPaper = problem('not-for-paper', 409, 'The page is a secret.', { words: z.string() });

const write = command({
  summary: 'Write a page',
  route: 'POST /pages',
  role: 'agent',
  on: page,
  input: z.strictObject({ title: z.string() }),
  refuses: [notForPaper],
  begin: ({ title }) => (title === 'secret of Jo Doe' ? notForPaper({ words: title }) : Written({ title })),
});
const tooMany = endpoint({
  summary: 'Asks for patience',
  route: 'POST /patience',
  role: 'anyone',
  input: z.strictObject({}),
  output: z.object({}),
  refuses: [tooManyAttempts],
  answer: async () => {
    throw Problem.of(tooManyAttempts());
  },
});
const move = command({
  summary: 'Move a page',
  role: 'agent',
  on: page,
  input: z.strictObject({ pageId: z.string(), to: z.enum(['shelf', 'bin']) }),
  decide: (_, { to }) => Moved({ to }),
});
const writeMany = bulk({
  summary: 'Write pages',
  route: 'POST /pages/many',
  role: 'agent',
  of: write,
  id: 'title',
} as any);
const shelve = reaction({
  name: 'shelveWhatWasWritten',
  on: [Written],
  uses: { move },
  react: async ({ aggregateId: pageId }, { move }) => move({ pageId, to: 'shelf' }),
});
const broken = projection('broken', { of: page, row: z.object({ title: z.string() }) }).begin(Written, () => {
  throw new Error('what a mess');
});
const shown = projection('shown', { of: page, row: z.object({ title: z.string() }) }).begin(
  Written,
  ({ data }) => data,
);
const contexts = { diary: { write, move, writeMany, shelve, broken, shown } } as any;

let written: any[] = [];
beforeEach(() => {
  written = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void written.push(JSON.parse(String(line))));
});
/** The metrics that CloudWatch extracts from the lines: each count with its dimensions. */
const counts = () =>
  written
    .filter((line) => line._aws)
    .flatMap(({ _aws: { CloudWatchMetrics }, ...line }) =>
      CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }: any) =>
        Metrics.map(({ Name }: any) => ({
          name: `${Namespace}/${Name}`,
          count: line[Name],
          ...Object.fromEntries(Dimensions[0].map((dimension: string) => [dimension, line[dimension]])),
        })),
      ),
    );
const of = (name: string, more: object) => ({ name: `Waybill/${name}`, service: 'diary', stage: 'test', ...more });

const ask = (fn: any, platform: Platform, body: object, headers: Record<string, string> = {}) =>
  fn.with(platform)({
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    requestContext: { authorizer: { sub: 'jo-doe', orgId: 'acme', orgType: 'Customer', role: 'officer' } },
  });

/** An event of the only page. */
const onPage = (event: any, version = 1, metadata: object = {}) =>
  recordedEvent(event, { context: 'diary', org: 'acme', aggregate: 'page', id: 'p' }, version, {
    by: 'jo-doe',
    correlationId: 'jo-doe-asked',
    ...metadata,
  });

describe('a count is written for', () => {
  test('a command that was accepted, and its response', async () => {
    await ask(write, memory(), { title: 'Monday' });
    expect(counts()).toEqual([
      of('CommandAccepted', { command: 'POST /pages', count: 1 }),
      of('Answered2xx', { count: 1 }),
    ]);
  });

  test('a command that was refused, by the code of the refusal', async () => {
    await ask(write, memory(), { title: 'secret of Jo Doe' });
    expect(counts()).toContainEqual(of('CommandRefused', { command: 'POST /pages', code: 'not-for-paper', count: 1 }));
    expect(counts()).toContainEqual(of('Answered4xx', { count: 1 }));
  });

  test('a repeated command, which changes nothing', async () => {
    const platform = memory();
    for (let i = 0; i < 2; i++) await ask(write, platform, { title: 'Monday' }, { 'idempotency-key': 'one' });
    expect(counts().filter(({ name }) => name.includes('Command'))).toEqual([
      of('CommandAccepted', { command: 'POST /pages', count: 1 }),
      of('CommandReplayed', { command: 'POST /pages', count: 1 }),
    ]);
  });

  const failing = (error: Error): Platform => {
    const platform = memory();
    return { ...platform, events: { ...platform.events, commit: () => Promise.reject(error) } };
  };

  test('each lost race', async () => {
    await ask(write, failing(new ConcurrencyError('late')), { title: 'Monday' });
    expect(counts()).toContainEqual(of('RaceLost', { command: 'POST /pages', count: 5 }));
    expect(counts()).toContainEqual(of('CommandRefused', { command: 'POST /pages', code: 'busy-try-again', count: 1 }));
  });

  test('no lost race where DynamoDB throttles', async () => {
    await ask(write, failing(new ThrottledError('throttled', { retryable: true })), { title: 'Monday' });
    expect(counts().map(({ name }) => name)).not.toContain('Waybill/RaceLost');
  });

  test('every item of a bulk command, in one line for each outcome', async () => {
    const items = ['Monday', 'Tuesday', 'secret of Jo Doe', 'Friday'].map((title) => ({ title }));
    await ask(writeMany, memory(), { items });
    expect(counts()).toContainEqual(of('CommandAccepted', { command: 'POST /pages', count: 3 }));
    expect(counts()).toContainEqual(of('CommandRefused', { command: 'POST /pages', code: 'not-for-paper', count: 1 }));
  });

  test('every published event, with its outcome where that has few values', async () => {
    const platform = memory();
    const events = [
      Written({ title: 'Jo Doe' }),
      Moved({ to: 'bin' }),
      Moved({ to: 'bin' }),
      Wandered({ to: 'Jo Doe' }),
    ];
    await publisher(contexts).with(platform)(streamBatch(events.map((event, i) => onPage(event, i + 1))));
    expect(counts()).toEqual([
      of('EventPublished', { event: 'Written', outcome: '-', count: 1 }),
      of('EventPublished', { event: 'Moved', outcome: 'bin', count: 2 }),
      of('EventPublished', { event: 'Wandered', outcome: '-', count: 1 }),
    ]);
  });

  const signal = (name: string, count = 1) => ({
    name: 'Waybill/SecuritySignal',
    service: 'security',
    stage: 'test',
    signal: name,
    count,
  });
  const signals = () => counts().filter(({ name }) => name === 'Waybill/SecuritySignal');
  const asked = (authorizer: object | undefined, status?: 429) =>
    (status ? tooMany : write).with(memory())({ body: null, headers: {}, requestContext: { authorizer } } as any);

  test('a refused request, under one name in every function', async () => {
    await asked(undefined);
    expect(signals()).toEqual([signal('unauthorized')]);
    written = [];
    await asked({ sub: 'jo-doe', orgId: 'acme', orgType: 'Customer', role: 'auditor' });
    expect(signals()).toEqual([signal('forbidden'), signal('role-too-low')]);
    written = [];
    await asked({ sub: 'jo-doe' });
    expect(signals()).toEqual([signal('forbidden')]);
    written = [];
    await asked(undefined, 429);
    expect(signals()).toEqual([signal('rate-limited')]);
    written = [];
    await ask(write, memory(), { title: 'secret of Jo Doe' });
    await ask(write, memory(), { title: 'Monday' });
    expect(signals()).toEqual([]);
  });

  test('a request that the authorizer refuses', async () => {
    const event = { headers: { 'x-api-key': 'k' }, methodArn: 'arn:aws:execute-api:a:b:api/v1/GET/x' } as any;
    const opening = (answer: 'not-here' | undefined) =>
      authorizerWith({ name: 'keys', holder: () => async () => answer }).with(memory())(event);
    await expect(opening(undefined)).rejects.toThrow('Unauthorized');
    await opening('not-here');
    expect(signals()).toEqual([signal('unauthorized'), signal('forbidden')]);
  });

  test('an event that raises an alarm, unless it is published again much later', async () => {
    const keep = eventLog({
      name: 'keep',
      log: log('diary', 'kept'),
      entryOf: () => undefined,
      signalOf: ({ type }) => (type === 'Written' ? 'staff-key-created' : undefined),
    });
    const clock = () => new Date('2026-05-04T08:00:00.000Z');
    const events = [Written({ title: 'a' }), Moved({ to: 'bin' }), Written({ title: 'b' })];
    const records = events.map((event, i) => onPage(event, i + 1));
    const old = onPage(Written({ title: 'c' }), 4, { at: '2026-05-03T07:59:59.000Z' });
    await publisher({ diary: { ...contexts.diary, keep } } as any).with(memory({ clock }))(
      streamBatch([...records, old]),
    );
    expect(signals()).toEqual([signal('staff-key-created', 2)]);
  });

  test('a row that was parked', async () => {
    await projector(contexts).with(memory())(streamBatch([onPage(Written({ title: 'Monday' }))]));
    expect(counts()).toEqual([of('RowParked', { projection: 'broken', count: 1 })]);
  });
});

test('concurrent requests do not mix their counts', async () => {
  const platform = memory();
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => ask(write, platform, { title: i % 2 ? 'secret of Jo Doe' : `Day ${i}` })),
  );
  const sum = (name: string) =>
    counts()
      .filter((count) => count.name === `Waybill/${name}`)
      .reduce((all, { count }) => all + count, 0);
  expect(sum('CommandAccepted')).toBe(10);
  expect(sum('CommandRefused')).toBe(10);
  for (const { name, code } of counts()) expect(code !== undefined).toBe(name === 'Waybill/CommandRefused');
});

test('no count contains personal data', async () => {
  const platform = memory();
  await ask(write, platform, { title: 'secret of Jo Doe' }, { 'x-correlation-id': 'jo-doe-asked' });
  await ask(write, platform, { title: 'Jo Doe' });
  const lines = written.filter((line) => line._aws);
  expect(lines).not.toHaveLength(0);
  expect(JSON.stringify(lines)).not.toMatch(/jo.doe|acme|secret/i);
});

test('a correlation passes from the request to its event, to the reaction, and into every log line about them', async () => {
  const lines: any[] = [];
  const stop = alsoLogTo((line) => lines.push(JSON.parse(line)));
  const appended: any[] = [];
  const platform = memory({ onAppend: (events) => appended.push(...events) });
  const { headers, body } = await ask(write, platform, { title: 'Monday' }, { 'x-correlation-id': 'the-thread' });
  expect(headers['x-correlation-id']).toBe('the-thread');
  await publisher(contexts).with(platform)(streamBatch(appended));
  await projector(contexts).with(platform)(streamBatch(appended));
  const [detail] = platform.published;
  expect(detail!.correlationId).toBe('the-thread');
  await shelve.with(platform)({ Records: [{ messageId: 'm', body: JSON.stringify({ detail }) }] } as any);
  stop();

  const { pageId: id } = JSON.parse(body);
  const history = await platform.events.read({ context: 'diary', org: 'acme', aggregate: 'page', id });
  expect(history.map(({ type, correlationId }) => [type, correlationId])).toEqual([
    ['Written', 'the-thread'],
    ['Moved', 'the-thread'],
  ]);
  const thread = lines.filter(({ correlation }) => correlation === 'the-thread').map(({ message }) => message);
  expect(thread).toEqual(['answered', 'published', 'projected', 'parked', 'reacted']);
});
