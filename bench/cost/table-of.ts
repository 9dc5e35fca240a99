import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsPlatform } from '@waybill/kernel/aws';
import type { Platform } from '@waybill/kernel/platform';
import { startDynamo } from '#scripts/local/dynamo/dynamo';
import { createTable } from '#scripts/local/dynamo/table';
import { metered, noUnits, together, type Units } from './units.ts';

export interface Measured {
  /** Calls of this client are counted. */
  readonly platform: Platform;
  /** The same table; its calls are not counted. */
  readonly uncounted: Platform;
  readonly client: DynamoDBClient;
  readonly table: string;
  /** The units consumed since the last call. */
  used(work: () => Promise<unknown>): Promise<Units>;
  stop(): Promise<void>;
}

/** A new table at that endpoint, or in a separate DynamoDB Local in memory. */
export const ownTable = async (at?: string, table = 'waybill-bench'): Promise<Measured> => {
  const dynamo = at === undefined ? await startDynamo({}) : undefined;
  const endpoint = at ?? dynamo!.endpoint;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const [client, counted] = [0, 1].map(() => new DynamoDBClient({ endpoint, region: 'local', credentials })) as [
    DynamoDBClient,
    DynamoDBClient,
  ];
  await createTable(client, table);
  const platformOn = (dynamo: DynamoDBClient) =>
    awsPlatform({
      dynamo,
      table,
      stage: 'bench',
      apiUrl: () => 'http://localhost/v1',
      bus: { publish: async () => [] },
      queue: { send: async () => {} },
      parameters: { get: async () => 'a key that is long enough for it', put: async (_, value) => value },
    });
  let units: Units[] = [];
  metered(counted, client, (used) => units.push(used));
  return {
    platform: platformOn(counted),
    uncounted: platformOn(client),
    client,
    table,
    used: async (work) => {
      units = [];
      await work();
      return together(noUnits(), ...units);
    },
    stop: async () => {
      client.destroy();
      counted.destroy();
      await dynamo?.stop();
    },
  };
};
