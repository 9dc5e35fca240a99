import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoClient } from '#scripts/local/dynamo/dynamo-client';

/** The worker thread of `puts`. */
export interface Puts {
  readonly endpoint: string;
  readonly table: string;
  readonly callers: number;
  readonly count: number;
}

/** An item of the size of a status change, which the stream readers ignore. */
const item = () => ({ pk: { S: `bench#-#put#${randomUUID()}` }, sk: { S: 'put' }, data: { S: 'x'.repeat(350) } });

const run = async ({ endpoint, table, callers, count }: Puts): Promise<number> => {
  const client = dynamoClient(endpoint);
  let left = count;
  const lane = async () => {
    while (left-- > 0) await client.send(new PutItemCommand({ TableName: table, Item: item() }));
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: callers }, lane));
  const seconds = (performance.now() - began) / 1_000;
  client.destroy();
  return count / seconds;
};

if (parentPort) parentPort.postMessage(await run(workerData as Puts));
