import { aggregate, event, newId, reaction, recordStore, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';

const Rung = event('Rung', { times: z.int() });
const Heard = event('Heard', { ear: z.string() });
const ear = aggregate('diary', 'ear').begin(Heard, () => ({}));
const ears = recordStore<{ readonly times: number }>('diary', 'ear');

/** Each ear in a unit of work of its own; ear 3 fails at first. */
let fails = 0;
const hear = reaction({
  name: 'hear',
  on: [Rung],
  writes: { ear, ears },
  react: async ({ data: { times } }, { ears }, { transact }) => {
    for (let i = 1; i <= times; i++)
      await transact(async (access) => {
        const earId = newId(`ear ${i}`);
        if (await access.ears.get(earId)) return;
        await access.ear.append(earId, Heard({ ear: `${i}` }));
        await access.ears.put(earId, { times });
        if (i === 3 && fails-- > 0) throw new Error('deaf');
      });
    await ears.put('all', { times });
  },
});

const queued = {
  Records: [
    {
      messageId: 'm1',
      body: JSON.stringify({
        detail: {
          id: newId('rung'),
          type: 'Rung',
          revision: 1,
          org: 'acme',
          context: 'tower',
          aggregate: 'bell',
          aggregateId: 'b1',
          version: 1,
          at: '2026-05-04T08:00:00.000Z',
          by: 'somebody',
          correlationId: 'bell',
          causationId: 'rope',
          data: { times: 4 },
        },
      }),
    },
  ],
} as any;

test('parts of a reaction are committed one by one, and a committed one is not repeated', async () => {
  const commits: number[] = [];
  const platform = memory({ onAppend: (events) => commits.push(events.length) });
  fails = 1;
  const heard = () => Promise.all([1, 2, 3, 4].map((i) => platform.records.get(ears, newId(`ear ${i}`))));

  expect(await hear.with(platform)(queued)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect((await heard()).map(Boolean)).toEqual([true, true, false, false]);
  expect(await platform.records.get(ears, 'all')).toBeUndefined();

  expect(await hear.with(platform)(queued)).toEqual({ batchItemFailures: [] });
  expect((await heard()).map(Boolean)).toEqual([true, true, true, true]);
  expect(await platform.records.get(ears, 'all')).toBeDefined();
  expect(commits).toEqual([1, 1, 1, 1]);
  const [first] = await platform.events.read({
    context: 'diary',
    org: 'acme',
    aggregate: 'ear',
    id: newId('ear 4'),
  });
  expect(first).toMatchObject({ by: 'hear', correlationId: 'bell', causationId: newId('rung') });
});
