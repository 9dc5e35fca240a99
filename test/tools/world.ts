import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  aggregate,
  book,
  type Caller,
  claim,
  claims,
  command,
  event,
  free,
  id,
  newId,
  type Platform,
  projection,
  projector,
  resource,
  z,
} from '@waybill/kernel';
import { awsPlatform, tableOf } from '@waybill/kernel/aws';
import { memory } from '@waybill/kernel/memory';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { afterAll, beforeAll } from 'vitest';
import { dynamoClient } from '#scripts/local/dynamo/dynamo-client';
import { createTable } from '#scripts/local/dynamo/table';
import { streamBatch } from '../kernel/messaging/stream-events.ts';
import { ownDatabase } from '../support/runtime/own-database.ts';

export interface TestWorld {
  readonly platform: Platform;
  readonly table: ReturnType<typeof tableOf>;
}

/** A separate database for the file, a separate table for each test. */
export const tables = () => {
  let client: DynamoDBClient;
  beforeAll(async () => {
    client = dynamoClient((await ownDatabase()).endpoint);
  });
  afterAll(() => client?.destroy());
  return async (): Promise<TestWorld> => {
    const name = `waybill-${randomUUID()}`;
    await createTable(client, name);
    const platform = { ...memory(), ...awsPlatform({ ...memory(), dynamo: client, table: name }) };
    return { platform, table: tableOf(client, name) };
  };
};

/** A sample context whose aggregate declares claims and bookings: a boat claims its name, and books its berth while moored. */

export const BoatBuilt = event('BoatBuilt', { name: z.string() });
export const BoatMoored = event('BoatMoored', { berth: z.string(), from: z.string(), to: z.string() });
export const BoatSailed = event('BoatSailed', {});

export const berth = resource('harbour', 'berth');
export const names = claims('harbour', 'name');

interface Boat {
  readonly name: string;
  readonly moored?: { readonly berth: string; readonly from: string; readonly to: string } | undefined;
}

export const boat = aggregate('harbour', 'boat')
  .begin(BoatBuilt, ({ name }): Boat => ({ name }))
  .on(BoatMoored, (boat, moored) => ({ ...boat, moored }))
  .on(BoatSailed, (boat) => ({ ...boat, moored: undefined }))
  .invariants(({ name, moored }) => [
    claim(names, name),
    ...(moored ? [book(berth, moored.berth, { from: moored.from, to: moored.to })] : []),
  ]);

export const buildBoat = command({
  summary: 'Builds a boat',
  role: 'agent',
  input: z.strictObject({ boatId: id(), name: z.string() }),
  on: boat,
  writes: { names },
  begin: ({ name }) => [BoatBuilt({ name }), claim(names, name)],
});

export const moorBoat = command({
  summary: 'Moors a boat',
  role: 'agent',
  input: z.strictObject({ boatId: id(), berth: z.string(), from: z.string(), to: z.string() }),
  on: boat,
  writes: { berth },
  decide: (_, { berth: at, from, to }) => [BoatMoored({ berth: at, from, to }), book(berth, at, { from, to })],
});

export const sail = command({
  summary: 'Sails away',
  role: 'agent',
  input: z.strictObject({ boatId: id() }),
  on: boat,
  writes: { berth },
  decide: ({ moored }) => (moored ? [BoatSailed({}), free(berth, moored.berth, moored.from)] : []),
});

const BoatRow = z.object({ boatId: z.string(), name: z.string(), moored: z.boolean() });

export const boats = projection<z.infer<typeof BoatRow>>('boats', {
  of: boat,
  row: BoatRow,
  indexes: { all: ({ name }) => ['', name] },
  counters: ({ moored }) => ({ bucket: 'all', counts: { total: 1, [moored ? 'moored' : 'at sea']: 1 } }),
})
  .begin(BoatBuilt, ({ aggregateId, data: { name } }) => ({ boatId: aggregateId, name, moored: false }))
  .on(BoatMoored, (row) => ({ ...row, moored: true }))
  .on(BoatSailed, (row) => ({ ...row, moored: false }));

export const contexts = { harbour: { buildBoat, moorBoat, sail, boats } };

export const org = 'acme';
const caller: Caller = { userId: newId('sailor'), orgId: org, orgType: 'Customer', role: 'owner' };
export const boatView = viewOf(boats, org);
export const idOf = (name: string) => newId(name);
export const streamOf = (name: string) => ({ context: 'harbour', org, aggregate: 'boat', id: idOf(name) });

let orders = 0;
const order = <Input>(input: Input) => ({ input, caller, key: `${++orders}`, correlationId: 'test' });

export const build = ({ platform }: TestWorld, name: string) =>
  buildBoat.execute(platform)(order({ boatId: idOf(name), name }));
export const moor = ({ platform }: TestWorld, name: string, at: string, hour = 8) =>
  moorBoat.execute(platform)(
    order({
      boatId: idOf(name),
      berth: at,
      from: `2026-05-04T0${hour}:00:00.000Z`,
      to: `2026-05-04T0${hour + 1}:00:00.000Z`,
    }),
  );

/** Projects the events of these boats. */
export const project = async ({ platform }: TestWorld, ...names: string[]) => {
  for (const name of names)
    await projector(contexts as any).with(platform)(streamBatch(await platform.events.read(streamOf(name))));
};
