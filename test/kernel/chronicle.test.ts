import { chronicle, pad, publisher, type Recorded } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import { streamBatch } from './stream-events.ts';

const diary = pad('garage', 'diary');
const keepDiary = chronicle({
  name: 'keepDiary',
  pad: diary,
  notes: ({ org, type, at, version }) =>
    org === '-' ? undefined : { subject: org, note: { sort: `${at}#${version}`, data: { type } }, seconds: 60 },
});

const washed = (version: number, org = 'acme'): Recorded => ({
  ...{
    type: 'VanWashed',
    revision: 1,
    data: {},
    version,
    stream: { context: 'garage', org, aggregate: 'van', id: '1' },
  },
  ...{ at: new Date().toISOString(), by: 'ana', cause: 'c', asked: 'a', correlation: 'r' },
});

const opened = (more: object = {}) => {
  const platform = { ...memory(), ...more };
  const read = publisher({ garage: { keepDiary } }).with(platform);
  const lines = async (org = 'acme') => (await platform.notes.latest(diary, org, 10)).length;
  return { platform, lines, tell: (...events: Recorded[]) => read(streamBatch(events)) };
};

test('each event that is told is written down, and what says nothing is not', async () => {
  const { platform, lines, tell } = opened();
  expect(await tell(washed(1), washed(2), washed(1, '-'))).toEqual({ batchItemFailures: [] });
  expect(platform.published).toHaveLength(3);
  expect([await lines(), await lines('-')]).toEqual([2, 0]);
});

test('an event that comes twice is written down once', async () => {
  const { lines, tell } = opened();
  const event = washed(1);
  await tell(event, event);
  await tell(event);
  expect(await lines()).toBe(1);
});

test('what cannot be written down is told all the same, and all of it comes again', async () => {
  const { notes } = memory();
  const { platform, tell } = opened({ notes: { ...notes, putMany: () => Promise.reject(new Error('no diary')) } });
  const events = [washed(1), washed(2)];
  expect(await tell(...events)).toEqual({ batchItemFailures: [{ itemIdentifier: '1-1' }, { itemIdentifier: '1-2' }] });
  expect(platform.published).toHaveLength(2);
});
