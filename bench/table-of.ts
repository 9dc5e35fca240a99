import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsPlatform, type Meter } from '@waybill/kernel/aws';
import { startDynamo } from '#scripts/local/dynamo/dynamo';
import { createTable } from '#scripts/local/dynamo/table';

/** A table of one's own in a DynamoDB Local of one's own, in memory. */
export const ownTable = async (meter: Meter) => {
  const dynamo = await startDynamo({});
  const client = new DynamoDBClient({
    endpoint: dynamo.endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await createTable(client, 'waybill-bench');
  const platform = awsPlatform({
    dynamo: client,
    table: 'waybill-bench',
    stage: 'bench',
    bus: { publish: async () => [] },
    queue: { send: async () => {} },
    parameters: { get: async () => undefined, put: async (_, value) => value },
    meter,
  });
  return { client, platform, stop: dynamo.stop };
};
