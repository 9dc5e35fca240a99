import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Bus, Parameters, Platform, Queue } from '../platform.ts';
import { eventBridge } from './bus.ts';
import { dynamoEventStore } from './event-store.ts';
import { dynamoLocks } from './locks.ts';
import { ssmParameters } from './parameters.ts';
import { sqsQueue } from './queue.ts';
import { type Meter, tableOf } from './table.ts';
import { dynamoViewStore } from './view-store.ts';

export interface AwsParts {
  readonly dynamo: DynamoDBClient;
  /** The table's name. */
  readonly table: string;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly parameters: Parameters;
  readonly clock?: () => Date;
  readonly meter?: Meter;
}

/** The outside world on AWS, or on something that speaks its language. */
export const awsPlatform = ({ dynamo, table, clock = () => new Date(), meter, ...ports }: AwsParts): Platform => {
  const one = tableOf(dynamo, table, meter);
  return {
    ...ports,
    clock,
    events: dynamoEventStore(one),
    views: dynamoViewStore(one, clock),
    locks: dynamoLocks(one, clock),
  };
};

let bound: Platform | undefined;

/** The platform a Lambda finds in its environment, made once. */
export const aws = (): Platform => {
  bound ??= awsPlatform({
    dynamo: new DynamoDBClient({}),
    table: environment('WAYBILL_TABLE'),
    bus: eventBridge(new EventBridgeClient({}), environment('WAYBILL_BUS')),
    queue: sqsQueue(new SQSClient({}), { parked: process.env.WAYBILL_PARKED_QUEUE_URL }),
    parameters: ssmParameters(new SSMClient({})),
  });
  return bound;
};

const environment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
