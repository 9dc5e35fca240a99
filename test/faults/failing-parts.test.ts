import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { aggregate, command, event, type Platform, projection, reaction, rebuild, z } from '@waybill/kernel';
import { applyUpdate, rowUpdates } from '@waybill/kernel/read/project';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ruleOf } from '#scripts/local/functions';
import { deadLettersOf, dynamoClient, type Local, localBus, startLocal } from '#scripts/local/index';
import { until } from '../local/support/until.ts';
import { ownDatabase } from '../support/runtime/own-database.ts';

/** A sample system with a bus, a reaction and a projection that can be made to fail. */
const broken = { bus: 0, reaction: false, projection: false };
const attempts = { reaction: 0, published: new Map<string, number>() };

const Sown = event('SeedSown', { plant: z.string() });
const Noted = event('HarvestNoted', { plant: z.string() });
const plant = aggregate('garden', 'plant').begin(Sown, ({ plant }) => ({ plant }));
const note = aggregate('diary', 'note').begin(Noted, ({ plant }) => ({ plant }));

const sow = command({
  summary: 'Sow a seed',
  route: 'POST /plants',
  role: 'agent',
  on: plant,
  input: z.strictObject({ plant: z.string() }),
  begin: ({ plant }) => Sown({ plant }),
});
const write = command({
  summary: 'Write it down',
  role: 'agent',
  on: note,
  input: z.strictObject({ plant: z.string() }),
  about: ({ plant }) => plant,
  begin: ({ plant }) => Noted({ plant }),
  decide: (_, { plant }) => Noted({ plant }),
});
const Row = z.object({ plant: z.string() });
const bed = projection('bed', {
  of: plant,
  row: Row,
  counters: () => ({ bucket: 'all', counts: { plants: 1 } }),
}).begin(Sown, ({ data: { plant } }) => {
  if (broken.projection && plant === 'nettle') throw new TypeError('a bug');
  return { plant };
});
const shed = projection('shed', { of: plant, row: Row }).begin(Sown, ({ data }) => ({ plant: data.plant }));
const remember = reaction({
  name: 'remember',
  on: [Sown],
  uses: { write },
  react: async ({ data: { plant } }, { write }) => {
    if (plant === 'nettle') attempts.reaction += 1;
    if (broken.reaction && plant === 'nettle') throw new Error('a bug');
    return write({ plant });
  },
});
const contexts = { garden: { sow, bed, shed }, diary: { write, remember } } as const;
const reactionQueue = 'waybill-local-diary-remember';

let local: Local;
/** Rejects every second event, this many times each. */
const bus: Platform['bus'] = {
  publish: async (envelopes) => {
    const rest = localBus({
      rules: [ruleOf({ name: reactionQueue, fn: remember })],
      send: (queue, message) => local.queues.send(queue, message),
    });
    const left = envelopes.filter(({ id }, i) => {
      const tries = (attempts.published.get(id) ?? 0) + 1;
      attempts.published.set(id, tries);
      return (i % 2 === 1 || tries > 1) && tries <= broken.bus;
    });
    await rest.publish(envelopes.filter((it) => !left.includes(it)));
    return left;
  },
};
beforeAll(async () => {
  local = await startLocal({ contexts, dynamo: ownDatabase(), platform: { bus } });
});
afterAll(() => local?.stop());
beforeEach(() => {
  Object.assign(broken, { bus: 0, reaction: false, projection: false });
  attempts.reaction = 0;
});

const sown = async (...plants: string[]) => {
  const token = await local.keys.mint({ role: 'agent', org });
  const answers = await Promise.all(
    plants.map((plant) =>
      fetch(`${local.url}/plants`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ plant }),
      }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(plants.map(() => 201));
  return Promise.all(answers.map(async (answer) => ((await answer.json()) as any).plantId as string));
};
const org = crypto.randomUUID();
const notes = async (plant: string) =>
  (await local.platform.events.read({ context: 'diary', org, aggregate: 'note', id: plant })).length;
const view = (name: 'bed' | 'shed') => viewOf({ bed, shed }[name], org);
const row = async (name: 'bed' | 'shed', id: string) =>
  (await local.platform.views.get(view(name), id, { consistent: true }))?.data;

describe('a bus that fails for some entries', () => {
  test('receives those entries again, and none is lost', async () => {
    broken.bus = 3;
    attempts.published.clear();
    const plants = Array.from({ length: 40 }, (_, i) => `rose-${i}`);
    await sown(...plants);
    await local.drained();
    expect(await Promise.all(plants.map(notes))).toEqual(plants.map(() => 1));
    const tries = [...attempts.published.values()];
    expect(new Set(tries)).toEqual(new Set([1, 4]));
  });

  test('for longer than the publisher retries receives them again from the stream', async () => {
    broken.bus = 7;
    const plants = Array.from({ length: 10 }, (_, i) => `lily-${i}`);
    await sown(...plants);
    await local.drained();
    expect(await Promise.all(plants.map(notes))).toEqual(plants.map(() => 1));
    expect(local.queues.depth('waybill-local-parked')).toBe(0);
  });
});

describe('a reaction that throws', () => {
  test('is retried five times, kept in the dead letters, and after the fix redriven and applied once', async () => {
    broken.reaction = true;
    await sown('nettle', 'basil');
    await until(() => local.queues.depth(deadLettersOf(reactionQueue)) === 1);
    expect(attempts.reaction).toBe(5);
    expect([await notes('nettle'), await notes('basil')]).toEqual([0, 1]);

    broken.reaction = false;
    const [letter] = local.queues.peek(deadLettersOf(reactionQueue));
    for (let times = 0; times < 3; times++) await local.queues.send(reactionQueue, letter!);
    await local.drained();
    // Three concurrent messages may conflict: those that lose are retried.
    expect(attempts.reaction).toBeGreaterThanOrEqual(5 + 3);
    expect(attempts.reaction).toBeLessThanOrEqual(5 + 1 + 2 + 2);
    expect(await notes('nettle')).toBe(1);
  });
});

describe('a bug in a projection', () => {
  const parked = () => local.queues.peek<any>('waybill-local-parked').filter(({ projection }) => projection === 'bed');

  test('parks its row without blocking others, and after the fix the row is projected again', async () => {
    broken.projection = true;
    const [nettle, mint] = (await sown('nettle', 'mint')) as [string, string];
    await local.drained();
    expect(parked()).toMatchObject([
      { projection: 'bed', stream: { org, id: nettle }, version: 1, reason: 'TypeError' },
    ]);
    expect([await row('bed', nettle), await row('bed', mint)]).toEqual([undefined, { plant: 'mint' }]);
    expect(await row('shed', nettle)).toEqual({ plant: 'nettle' });

    broken.projection = false;
    const [{ stream }] = parked();
    const history = await local.platform.events.read(stream);
    for (let times = 0; times < 2; times++)
      for (const update of rowUpdates(bed, history)) await applyUpdate(local.platform, update);
    expect(await row('bed', nettle)).toEqual({ plant: 'nettle' });
  });

  test('is also repaired by a rebuild, and nothing is counted twice', async () => {
    const planted = async () => (await local.platform.views.counters(view('bed')))[0]?.counts.plants ?? 0;
    const before = await planted();
    broken.projection = true;
    const [nettle] = (await sown('nettle', 'sage')) as [string, string];
    await local.drained();
    expect(await planted()).toBe(before + 1);

    broken.projection = false;
    for (let times = 0; times < 2; times++) await rebuild(local.platform, bed);
    expect(await row('bed', nettle)).toEqual({ plant: 'nettle' });
    expect(await planted()).toBe(before + 2);
  });
});

describe('an event that cannot be read', () => {
  test('is parked at once by both readers, with its stream, and later events are handled', async () => {
    const id = crypto.randomUUID();
    const keys = { pk: { S: `garden#${org}#plant#${id}` }, sk: { S: 'e#0000000001' } };
    const Item = { ...keys, type: { S: 'SeedSown' }, data: { S: '{"plant":' } };
    const dynamo = dynamoClient(local.dynamo.endpoint);
    await dynamo.send(new PutItemCommand({ TableName: local.table, Item }));
    dynamo.destroy();
    const [fern] = (await sown('fern')) as [string];
    await local.drained();

    const parked = local.queues.peek<any>('waybill-local-parked').filter((it) => it.keys?.pk.S === keys.pk.S);
    expect(parked.map(({ reader }) => reader).toSorted()).toEqual(['projector', 'publisher']);
    // With this reason by the reader itself; a record that is given up after ten attempts has none.
    for (const letter of parked) expect(letter).toMatchObject({ keys, reason: 'UnreadableEvent' });
    expect(await row('bed', fern)).toEqual({ plant: 'fern' });
    expect(await notes('fern')).toBe(1);
  });
});
