import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Contexts, type Platform, projector, type RecordedEvent } from '@waybill/kernel';
import { awsPlatform } from '@waybill/kernel/aws';
import { memory } from '@waybill/kernel/memory';
import type { Projection } from '@waybill/kernel/read/projection';
import { follows } from '@waybill/kernel/read/read-model';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { recordedIn } from '@waybill/kernel/storage/aws/items/event-items';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { createTable, dynamoClient } from '#scripts/local/index';
import { eventually, world } from '#test/support/http/world';

const here = world();
const { table } = inject('waybill');
const client = table && dynamoClient(table.endpoint);
const { bus, queue, parameters } = memory();

/** All events of a busy day, in order, as stream records. */
let day: DynamoDBRecord[];
let history: RecordedEvent[];

beforeAll(async () => {
  if (!client) return;
  await aBusyDay();
  day = await recordsOf(here.org);
  history = day.map(eventIn);
  expect(history.length).toBeGreaterThan(80);
});
afterAll(() => client?.destroy());

const aBusyDay = async () => {
  const { as, aDeliveryThatIs, aCrewedDelivery, aDriver, aVehicle, move, deliver } = here;
  for (const status of ['PickedUp', 'InTransit', 'OutForDelivery', 'Delivered', 'Failed', 'Cancelled'])
    for (const priority of ['Low', 'Urgent']) await aDeliveryThatIs(status, { priority });
  const long = await aCrewedDelivery({ route: { start: -3, checkpoints: 4 } });
  await move(long, 'InTransit');
  const report = async (severity: string) =>
    (await as('dispatcher').post(`${long.path}/incidents`, { type: 'Delay', severity, description: 'Slow' })).body
      .incidentId as string;
  const resolve = (id: string) => as('dispatcher').post(`${long.path}/incidents/${id}/resolution`, { note: 'ok' });
  const [first, second] = [await report('High'), await report('Low')];
  await as('dispatcher').post(`${long.path}/checkpoints`, { sequence: 1 });
  await resolve(first);
  await move(long, 'Failed', { reason: 'a flat tyre' });
  await move(long, 'PickedUp');
  await move(long, 'InTransit');
  const { driverId } = await aDriver();
  await as('dispatcher').put(`${long.path}/driver`, { driverId, reason: 'the first one sleeps' });
  for (const sequence of [1, 2, 3, 4]) await as('dispatcher').post(`${long.path}/checkpoints`, { sequence });
  await deliver(long);
  await resolve(second);
  const [retired, renamed] = [await aVehicle(), await aDriver()];
  await as('dispatcher').post(`${retired.path}/retirement`, {});
  await as('dispatcher').patch(renamed.path, { name: 'Zed', phone: '+4915112345678' });
  await as('dispatcher').put(`${renamed.path}/standing`, { standing: 'Suspended' });
};

const recordsOf = async (org: string): Promise<DynamoDBRecord[]> => {
  const items: Record<string, any>[] = [];
  let ExclusiveStartKey: Record<string, any> | undefined;
  do {
    const page = await client!.send(
      new ScanCommand({
        TableName: table!.name,
        ConsistentRead: true,
        FilterExpression: 'contains(pk, :org) AND begins_with(sk, :event)',
        ExpressionAttributeValues: { ':org': { S: `#${org}#` }, ':event': { S: 'e#' } },
        ExclusiveStartKey,
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  const place = (item: Record<string, any>) => `${recordedIn(item).at} ${item.pk.S} ${item.sk.S}`;
  return items
    .toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
    .map((item, i) => ({
      eventName: 'INSERT',
      dynamodb: { Keys: { pk: item.pk, sk: item.sk }, NewImage: item, SequenceNumber: `${i + 1}` },
    }));
};

const eventIn = ({ dynamodb }: DynamoDBRecord) => recordedIn(dynamodb!.NewImage as any);

const projections = Object.values(contexts as Contexts)
  .flatMap((manifest) => Object.values(manifest))
  .filter(({ definition }) => definition.kind === 'projection') as unknown as Projection<any>[];

/** Every row, its indexes, and every counter that is not zero. */
const readModels = async ({ views }: Platform) => {
  const all: Record<string, unknown> = {};
  for (const projection of projections) {
    const { keyOf, canHandle } = projection;
    const { name } = projection.definition;
    const view = viewOf(projection, here.org);
    const own = history.filter(({ stream, type }) => follows(projection, stream) && canHandle(type));
    const places = new Set<string>();
    for (const key of new Set(own.map(keyOf))) {
      if (key === undefined) continue;
      const row = await views.get(view, key, { consistent: true });
      all[`${name} ${key}`] = row && { data: row.data, seen: row.checkpoint, listed: row.indexes };
      for (const [index, at] of (row?.indexes ?? []).entries()) if (at) places.add(`${index} ${at.index} ${at.by}`);
    }
    for (const place of places) {
      const [index, list, by] = place.split(' ') as [string, string, string];
      const rows = await views.list(view, { index: Number(index), list, by, limit: 1_000 });
      all[`${name} by ${place}`] = rows.map(({ key }) => key);
    }
    const counters = await views.counters(view);
    all[`${name} counters`] = counters.map(({ bucket, counts }) => ({
      bucket,
      counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
    }));
  }
  return all;
};

const project = async (platform: Platform, batches: readonly (readonly DynamoDBRecord[])[]) => {
  const project = projector(contexts as Contexts).with(platform);
  for (const Records of batches) expect(await project({ Records: [...Records] })).toEqual({ batchItemFailures: [] });
};

const inMemory = () => {
  const platform = memory();
  platform.given(history);
  return platform;
};

const inOrder = async () => {
  const platform = inMemory();
  await project(platform, [day]);
  return readModels(platform);
};

describe.skipIf(!table)('the read models have the same result when records are projected', () => {
  /** Each record once or twice, in any order, in batches of any size. */
  const badly = () =>
    fc
      .tuple(
        fc.array(fc.integer({ min: 1, max: 2 }), { minLength: day.length, maxLength: day.length }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.infiniteStream(fc.constantFrom(1, 2, 3, 7, 25, 100)),
      )
      .map(([copies, dice, sizes]) => {
        const records = day.flatMap((record, i) => Array(copies[i]).fill(record) as DynamoDBRecord[]);
        const mixed = records
          .map((record) => ({ record, at: dice.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ record }) => record);
        const batches: DynamoDBRecord[][] = [];
        while (mixed.length) batches.push(mixed.splice(0, sizes.next().value));
        return batches;
      });

  test('twice, shuffled, in irregular batches', async () => {
    const expected = await inOrder();
    await fc.assert(
      fc.asyncProperty(badly(), async (batches) => {
        const platform = inMemory();
        await project(platform, batches);
        expect(platform.sent).toEqual([]);
        expect(await readModels(platform)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  test('in reverse, one at a time, and then again', async () => {
    const platform = inMemory();
    await project(
      platform,
      day.toReversed().map((record) => [record]),
    );
    await project(platform, [day, day]);
    expect(await readModels(platform)).toEqual(await inOrder());
  });

  test('by four concurrent projectors on DynamoDB', async () => {
    const name = `waybill-chaos-${crypto.randomUUID()}`;
    await createTable(client!, name);
    const platform = awsPlatform({ dynamo: client!, table: name, stage: 'test', bus, queue, parameters });
    for (const event of history) await platform.events.commit({ org: here.org, appends: [event] });
    const [batches] = fc.sample(badly(), 1);

    await Promise.all(
      [0, 1, 2, 3].map((i) =>
        project(
          platform,
          batches!.filter((_, at) => at % 4 === i),
        ),
      ),
    );

    expect(await readModels(platform)).toEqual(await inOrder());
  });

  test('by the runtime itself during the day', async () => {
    const platform = awsPlatform({ dynamo: client!, table: table!.name, stage: 'test', bus, queue, parameters });
    const expected = await inOrder();
    await eventually(async () => expect(await readModels(platform)).toEqual(expected));
  });
});
