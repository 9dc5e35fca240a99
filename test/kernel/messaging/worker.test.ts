import { accessOf, aggregate, event, queue, recordStore, worker, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { afterEach, expect, test } from 'vitest';
import { meanwhile } from '../support/meanwhile.ts';

const Printed = event('Printed', { copies: z.int() });
const label = aggregate('press', 'label').begin(Printed, (data) => data);
const drafts = recordStore<{ readonly copies: number }>('press', 'draft');
const labels = queue('labels', z.strictObject({ labelId: z.string().min(1), copies: z.int().min(1) }));

let calls: string[] = [];
afterEach(() => {
  calls = [];
});

const printLabel = worker({
  name: 'printLabel',
  queue: labels,
  reads: { drafts },
  writes: { label },
  uses: { labels },
  work: async ({ labelId, copies }, { drafts, labels }, { transact, messageId, org }) => {
    calls.push(`${org} ${labelId} ${messageId}`);
    if (copies > 100) throw new Error(`too many of ${labelId}`);
    await transact(async ({ label }) => {
      if (!(await label.state(labelId))) await label.append(labelId, Printed({ copies }));
    });
    const draft = await drafts.get(labelId);
    if (draft) await labels({ labelId: `${labelId}-again`, copies: draft.data.copies }, { delaySeconds: 30 });
  },
});

const queued = (message: unknown, id = 'm', org = 'acme') => ({
  messageId: `delivery of ${id}`,
  body: JSON.stringify({ id, org, correlationId: `correlation ${id}`, causationId: 'request', message }),
});
const press = () => {
  const platform = memory({ queues: ['labels', 'parked'] });
  const handle = printLabel.with(platform);
  const work = (...records: { messageId: string; body: string }[]) => handle({ Records: records } as any);
  const printed = (id: string, org = 'acme') => platform.events.read({ context: 'press', org, aggregate: 'label', id });
  return { platform, work, printed };
};

test('a message is worked on in the organization of its sender, and says what caused the events', async () => {
  const { work, printed } = press();
  expect(await work(queued({ labelId: 'l1', copies: 2 }))).toEqual({ batchItemFailures: [] });
  expect(await printed('l1')).toMatchObject([
    { data: { copies: 2 }, by: 'printLabel', correlationId: 'correlation m', causationId: 'm' },
  ]);
  expect(await printed('l1', 'other')).toEqual([]);
});

test('a message that fails stays in the queue, and does not block others', async () => {
  const { work, printed } = press();
  const bad = queued({ labelId: 'l1', copies: 1_000 }, 'bad');
  const answer = await work(bad, queued({ labelId: 'l2', copies: 1 }, 'good'));
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'delivery of bad' }] });
  expect(await printed('l2')).toHaveLength(1);
});

test.each([
  ['is not JSON', 'name me'],
  ['has no envelope', JSON.stringify({ labelId: 'secret', copies: 1 })],
  ['lacks a field', queued({ labelId: 'secret' }).body],
  ['has a field of a wrong type', queued({ labelId: 'secret', copies: 'secret' }).body],
  ['has an unknown field', queued({ labelId: 'l', copies: 1, secret: true }).body],
  ['has no organization', JSON.stringify({ ...JSON.parse(queued({ labelId: 'l', copies: 1 }).body), org: undefined })],
])('a message that %s stays for the dead letters, is not worked on, and is not logged', async (_, body) => {
  const lines: string[] = [];
  const stop = alsoLogTo((line) => lines.push(line));
  const { work } = press();
  const answer = await work({ messageId: 'odd', body });
  stop();
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'odd' }] });
  expect(calls).toEqual([]);
  expect(lines.join()).toContain('could not work');
  expect(lines.join()).not.toContain('secret"');
  expect(lines.join()).not.toContain('name me');
});

test('a part that loses a race is repeated alone, not the whole work', async () => {
  const { platform, printed } = press();
  const lost = meanwhile(platform, async (parts) => {
    await platform.events.commit({ appends: parts.appends!.map((it) => ({ ...it, data: { copies: 9 } })) });
  });
  expect(await printLabel.with(lost)({ Records: [queued({ labelId: 'l1', copies: 2 })] } as any)).toEqual({
    batchItemFailures: [],
  });
  expect(calls).toHaveLength(1);
  expect((await printed('l1')).map(({ data }) => data)).toEqual([{ copies: 9 }]);
});

test('a message that is sent again arrives later, with the same cause', async () => {
  const { platform, work } = press();
  await platform.events.commit({
    records: [{ store: drafts, id: 'l1', before: undefined, after: { data: { copies: 3 } } }],
  });
  await work(queued({ labelId: 'l1', copies: 2 }));
  expect(platform.sent).toEqual([
    {
      queue: 'labels',
      delaySeconds: 30,
      message: {
        id: expect.any(String),
        org: 'acme',
        correlationId: 'correlation m',
        causationId: 'm',
        message: { labelId: 'l1-again', copies: 3 },
      },
    },
  ]);
});

test.each([-1, 901, 1.5, Number.NaN])('a delay of %s seconds is refused', async (delaySeconds) => {
  const { platform } = press();
  const eager = worker({
    name: 'eager',
    queue: labels,
    uses: { labels },
    work: (message, { labels }) => labels(message, { delaySeconds }),
  });
  const answer = await eager.with(platform)({ Records: [queued({ labelId: 'l', copies: 1 })] } as any);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'delivery of m' }] });
  expect(platform.sent).toEqual([]);
});

test('records and streams are written in a unit of work only', async () => {
  const { platform } = press();
  const careless = worker({
    name: 'careless',
    queue: labels,
    writes: { label },
    work: ({ labelId, copies }, { label }) => label.append(labelId, Printed({ copies })),
  });
  const answer = await careless.with(platform)({ Records: [queued({ labelId: 'l', copies: 1 })] } as any);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'delivery of m' }] });
});

test('a worker has the access that it declares', () => {
  expect(accessOf(printLabel.definition)).toEqual([
    { of: drafts, access: 'read', guarded: true },
    { of: label, access: 'readWrite', guarded: true },
    { of: labels, access: 'readWrite', guarded: true },
  ]);
});
