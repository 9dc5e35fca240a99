import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PassThrough } from 'node:stream';
import type { PublishedEvent } from '@waybill/kernel/platform';
import { expect, onTestFinished, test } from 'vitest';
import { localBus } from '#scripts/local/bus/rules';
import { startHttp } from '#scripts/local/http/http';
import { type EventFeed, eventFeed } from '#scripts/local/stream/event-feed';
import { tool } from '../../tools/cli.ts';
import { released } from '../support/released.ts';

const root = join(import.meta.dirname, '..', '..', '..');

const envelope = (type: string, id: string, data: object = {}) =>
  ({
    ...{ id, type, revision: 1, org: 'acme', context: 'fleet', aggregate: 'vehicle', aggregateId: 'v1', version: 1 },
    ...{ at: '2026-05-04T08:00:00.123Z', by: 'ann', correlationId: 'trip-7', commandId: 'c', data },
  }) as unknown as PublishedEvent;

const served = async (feed: EventFeed, port = 0) => {
  const http = await startHttp({
    endpoints: [],
    authorizer: async () => Promise.reject(new Error('Unauthorized')),
    stage: 'local',
    port,
    extras: { 'GET /dev/events': feed.answer },
  });
  const stop = async () => {
    feed.stop();
    await http.stop();
  };
  const bus = localBus({ rules: [], send: () => {}, onPublished: feed.publish });
  const publish = (type: string, id: string) => bus.publish([envelope(type, id)]);
  return { ...(await released({ stop })), port: http.port, url: `http://localhost:${http.port}/v1`, publish };
};

/** Runs `npm run events`; yields its lines. */
const follow = (url: string, ...args: readonly string[]) => {
  const child = spawn(process.execPath, ['scripts/observe/events.ts', '--url', url, ...args], { cwd: root });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const errors = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  return {
    child,
    line: async () => (await lines.next()).value as string | undefined,
    error: async () => (await errors.next()).value as string | undefined,
    exited: once(child, 'exit') as Promise<[number | null]>,
  };
};

/** Publishes until the client is connected: earlier events are not shown. */
const firstLine = async (reading: ReturnType<typeof follow>, publish: (id: string) => unknown) => {
  let n = 0;
  const timer = setInterval(() => publish(`early-${n++}`), 50);
  const line = await reading.line();
  clearInterval(timer);
  return line;
};
const untilLine = async (reading: ReturnType<typeof follow>, text: string) => {
  for (;;) {
    const line = await reading.line();
    if (line === undefined || line.includes(text)) return line;
  }
};

test('the bus is shown live, one line each, by type, and as JSON', async () => {
  const { url, publish } = await served(eventFeed());
  const all = follow(url);
  const some = follow(url, '--type', 'VehicleRegistered', '--json');
  const first = (id: string) => publish('VehicleRegistered', id);
  expect(await firstLine(all, first)).toBe(
    `08:00:00.123  ${'VehicleRegistered'.padEnd(24)}  vehicle v1 v1  by ann  trip-7`,
  );
  await firstLine(some, first);
  await publish('DriverRegistered', 'e1');
  await publish('VehicleRegistered', 'e2');
  expect(await untilLine(all, 'DriverRegistered')).toContain('vehicle v1 v1');
  const types = new Set<string>();
  for (let event: any; event?.id !== 'e2'; types.add(event['detail-type'])) event = JSON.parse((await some.line())!);
  expect([...types]).toEqual(['VehicleRegistered']);
});

test('after a broken connection it resumes after the last event, without a gap', async () => {
  const feed = eventFeed();
  const before = await served(feed);
  const reading = follow(before.url, '--json');
  await firstLine(reading, (id) => before.publish('DriverRegistered', id));
  await before.publish('DriverRegistered', 'last');
  await untilLine(reading, '"last"');
  await before.stop();
  expect(await reading.error()).toMatch(/^The connection is gone/);
  await before.publish('DriverRegistered', 'missed');
  const after = await served(feed, before.port);
  expect(JSON.parse((await reading.line())!).id).toBe('missed');
  await after.publish('DriverRegistered', 'next');
  expect(JSON.parse((await reading.line())!).id).toBe('next');
  await after.stop();

  // A new process does not have the events of the old one, so it sends all that it has.
  const anew = eventFeed();
  const restarted = localBus({ rules: [], send: () => {}, onPublished: anew.publish });
  await restarted.publish([envelope('DriverRegistered', 'first of all')]);
  await served(anew, before.port);
  expect(JSON.parse((await reading.line())!).id).toBe('first of all');
});

test('it exits with 0 at Ctrl-C, and when the reader of its output ends', async () => {
  const { url, publish } = await served(eventFeed());
  const [stopped, left] = [follow(url), follow(url)];
  for (const reading of [stopped, left]) await firstLine(reading, (id) => publish('DriverRegistered', id));
  stopped.child.kill('SIGINT');
  expect(await stopped.exited).toEqual([0, null]);
  left.child.stdout.destroy();
  const timer = setInterval(() => publish('DriverRegistered', 'unread'), 20);
  expect(await left.exited).toEqual([0, null]);
  clearInterval(timer);
});

test('it reports in a sentence what it cannot show', async () => {
  const { url, stop } = await served(eventFeed());
  expect(await tool('events', '--type', 'Vehicle', '--url', url)).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(/^There is no event Vehicle\. There is VehicleAssigned, /),
  });
  await stop();
  const gone = { code: 1, out: '', err: expect.stringMatching(/^Waybill is not running at http:.*start it with/) };
  expect(await tool('events', '--url', url)).toEqual(gone);
  const other = await released(
    startHttp({ endpoints: [], authorizer: async () => Promise.reject(new Error('Unauthorized')), stage: 'x' }),
  );
  const { code, err } = await tool('events', '--url', `http://localhost:${other.port}/v1`);
  expect([code, err]).toEqual([1, expect.stringMatching(/does not show its events \(404\)/)]);
});

test('a client that does not read is disconnected, to limit memory', () => {
  const feed = eventFeed();
  const reader = feed.answer({ url: '/v1/dev/events', headers: {} } as any).body as PassThrough;
  const large = { ...envelope('DriverRegistered', 'large', { text: 'x'.repeat(1_000_000) }) };
  for (let i = 0; i < 20; i++) feed.publish({ id: `${i}`, 'detail-type': 'DriverRegistered', detail: large } as any);
  expect(reader.destroyed).toBe(true);
  feed.stop();
});
