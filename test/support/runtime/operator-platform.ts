import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsPlatform } from '@waybill/kernel/aws';
import { memory } from '@waybill/kernel/memory';
import { inject } from 'vitest';
import { dynamoClient } from '#scripts/local/index';
import { awsHere } from '#scripts/operate/tool-aws';

/**
 * The table of the system under test, as an operator's tools open it; `undefined` if it is out of reach: a local runtime
 * that was started elsewhere.
 */
export const operatorPlatform = () => {
  const { table, stage } = inject('waybill');
  if (!table && !stage) return undefined;
  const dynamo = table ? dynamoClient(table.endpoint) : new DynamoDBClient(awsHere());
  const { bus, queue, parameters } = memory();
  const named = table ? { table: table.name, stage: 'local' } : { table: `waybill-${stage}`, stage: stage! };
  return { platform: awsPlatform({ dynamo, ...named, bus, queue, parameters }), close: () => dynamo.destroy() };
};
