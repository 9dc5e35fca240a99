import { aggregate, command, event, eventLog, log, publisher, type RecordedEvent, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from './stream-events.ts';

const VanWashed = event('VanWashed', { by: z.string() });
const van = aggregate('garage', 'van').begin(VanWashed, () => ({}));
const wash = command({
  summary: 'Washes a van',
  role: 'agent',
  input: z.strictObject({ by: z.string() }),
  on: van,
  begin: ({ by }) => VanWashed({ by }),
});

const diary = log('garage', 'diary');
const keepDiary = eventLog({
  name: 'keepDiary',
  log: diary,
  entryOf: ({ org, type, at, version, data }) => {
    if (data.by === 'a machine') throw new Error('no machines');
    return org === '-' ? undefined : { subject: org, entry: { sort: `${at}#${version}`, data: { type } }, seconds: 60 };
  },
});

const washed = (version: number, org = 'acme', by = 'ana'): RecordedEvent =>
  recordedEvent(VanWashed({ by }), { context: 'garage', org, aggregate: 'van', id: '1' }, version, {
    at: new Date().toISOString(),
  });

const opened = (more: object = {}) => {
  const platform = { ...memory(), ...more };
  const read = publisher({ garage: { keepDiary, wash } }).with(platform);
  const lines = async (org = 'acme') => (await platform.logs.latest(diary, org, 10)).length;
  return { platform, lines, handle: (...events: RecordedEvent[]) => read(streamBatch(events)) };
};

test('each published event with a log entry is logged, and others are not', async () => {
  const { platform, lines, handle } = opened();
  expect(await handle(washed(1), washed(2), washed(1, '-'))).toEqual({ batchItemFailures: [] });
  expect(platform.published).toHaveLength(3);
  expect([await lines(), await lines('-')]).toEqual([2, 0]);
});

test('an event that arrives twice is logged once', async () => {
  const { lines, handle } = opened();
  const event = washed(1);
  await handle(event, event);
  await handle(event);
  expect(await lines()).toBe(1);
});

test('events that cannot be logged are published nevertheless, and the whole batch is retried', async () => {
  const { logs } = memory();
  const { platform, handle } = opened({ logs: { ...logs, appendMany: () => Promise.reject(new Error('no diary')) } });
  const events = [washed(1), washed(2)];
  expect(await handle(...events)).toEqual({
    batchItemFailures: [{ itemIdentifier: '1-1' }, { itemIdentifier: '1-2' }],
  });
  expect(platform.published).toHaveLength(2);
});

test('an event whose log entry fails is parked with its stream, and the others are logged', async () => {
  const { platform, lines, handle } = opened();
  expect(await handle(washed(1), washed(2, 'acme', 'a machine'), washed(3))).toEqual({ batchItemFailures: [] });
  expect(await lines()).toBe(2);
  expect(platform.published).toHaveLength(3);
  expect(platform.sent).toEqual([
    {
      queue: 'parked',
      message: {
        reader: 'publisher',
        keys: { pk: { S: 'garage#acme#van#1' }, sk: { S: 'e#0000000002' } },
        reason: 'Error',
        at: expect.any(String),
      },
    },
  ]);
});
