import { accessOf, aggregate, command, event, id, newId, problem, reaction, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import type { PublishedEvent } from '@waybill/kernel/platform';
import { expect, test } from 'vitest';
import { meanwhile } from '../support/meanwhile.ts';

const Rung = event('Rung', { times: z.int(), loudness: z.int() }, (older: { times: number }) => ({
  ...older,
  loudness: 1,
}));
const Noted = event('Noted', { times: z.int(), loudness: z.int() });
const note = aggregate('diary', 'note').begin(Noted, (data) => data);

const cannotUnring = problem('cannot-unring', 409, 'The bell has rung.');

const takeNote = command({
  summary: 'Takes a note',
  role: 'owner',
  input: z.strictObject({ noteId: id(), times: z.int(), loudness: z.int() }),
  on: note,
  refuses: [cannotUnring],
  begin: ({ times, loudness }) => (times < 0 ? cannotUnring() : Noted({ times, loudness })),
  decide: (_, { times, loudness }) => Noted({ times, loudness }),
});

const bell = newId('bell');
const noteWhenRung = reaction({
  name: 'noteWhenRung',
  on: [Rung],
  uses: { takeNote },
  react: async ({ aggregateId: noteId, data: { times, loudness } }, { takeNote }) => {
    const noted = await takeNote({ noteId, times, loudness });
    return times > 10 ? takeNote({ noteId, times: times - 10, loudness }) : noted;
  },
});

const rung = (times: number, more: Partial<PublishedEvent> = {}): PublishedEvent => ({
  id: newId(`rung ${times}`),
  type: 'Rung',
  revision: 2,
  org: 'acme',
  context: 'tower',
  aggregate: 'bell',
  aggregateId: bell,
  version: 1,
  at: '2026-05-04T08:00:00.000Z',
  by: 'somebody',
  correlationId: 'the bell',
  causationId: 'request',
  commandId: 'command',
  data: { times, loudness: 5 },
  ...more,
});
const queued = (...details: (PublishedEvent | string)[]): any => ({
  Records: details.map((detail, i) => ({
    messageId: `m${i}`,
    body: typeof detail === 'string' ? detail : JSON.stringify({ detail }),
  })),
});
const diary = () => {
  const platform = memory();
  const hear = noteWhenRung.with(platform);
  const notes = async (id = bell, org = 'acme') =>
    (await platform.events.read({ context: 'diary', org, aggregate: 'note', id })).map(({ data }) => data.times);
  return { platform, hear, notes };
};

test('an event has its effect once, however often it arrives', async () => {
  const { hear, notes } = diary();
  for (let i = 0; i < 3; i++) expect(await hear(queued(rung(1), rung(1)))).toEqual({ batchItemFailures: [] });
  await Promise.all([hear(queued(rung(1))), hear(queued(rung(1)))]);
  expect(await notes()).toEqual([1]);
});

test('several commands for one event each take effect once', async () => {
  const { hear, notes } = diary();
  for (let i = 0; i < 2; i++) await hear(queued(rung(12)));
  expect(await notes()).toEqual([12, 2]);
});

test('the commands of one event are committed together: after an interruption, the next delivery runs all of them', async () => {
  const { platform, notes } = diary();
  const broken = meanwhile(platform, () => Promise.reject(new Error('out of breath')));
  const handle = noteWhenRung.with(broken);
  expect(await handle(queued(rung(12)))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  expect(await notes()).toEqual([]);
  await handle(queued(rung(12)));
  expect(await notes()).toEqual([12, 2]);
});

test('failed events are returned, and do not block others', async () => {
  const { hear, notes } = diary();
  const other = newId('other bell');
  const { batchItemFailures } = await hear(
    queued('not json', rung(1), rung(-1, { aggregateId: other }), '{}', rung(2)),
  );
  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual(['m0', 'm2', 'm3']);
  expect((await notes()).toSorted()).toEqual([1, 2]);
  expect(await notes(other)).toEqual([]);
});

test('when all fail, all are returned', async () => {
  const { hear } = diary();
  expect(await hear(queued('x', 'y'))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }],
  });
});

test('an older event is received in the current shape', async () => {
  const { platform, hear } = diary();
  await hear(queued(rung(1, { revision: 1, data: { times: 1 } })));
  const [noted] = await platform.events.read({ context: 'diary', org: 'acme', aggregate: 'note', id: bell });
  expect(noted).toMatchObject({ data: { times: 1, loudness: 1 }, by: 'noteWhenRung', correlationId: 'the bell' });
});

test('a reaction takes effect in the organization of the event', async () => {
  const { hear, notes } = diary();
  await hear(queued(rung(1, { org: 'other', id: newId('there') })));
  expect(await notes()).toEqual([]);
  expect(await notes(bell, 'other')).toEqual([1]);
});

test('a reaction has the access of its commands', () => {
  expect(accessOf(noteWhenRung.definition)).toEqual([{ of: note, access: 'readWrite', guarded: true }]);
});
