import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Probes } from '../../messaging/probes.ts';
import {
  type Bus,
  type Development,
  type Parameters,
  type Platform,
  type Queue,
  type Services,
  services,
} from '../../platform.ts';
import { cursorsOf } from '../../read/cursor.ts';
import { dynamoEventStore } from './event-store.ts';
import { dynamoLocks } from './locks.ts';
import { dynamoRecords } from './records.ts';
import { dynamoLogs } from './services/logs.ts';
import { servicesOnDemand } from './services/on-demand.ts';
import { dynamoRates } from './services/rates.ts';
import { type Meter, tableOf } from './table.ts';
import { dynamoViewStore } from './view-store.ts';

export interface AwsParts {
  readonly dynamo: DynamoDBClient;
  /** The table's name. */
  readonly table: string;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly parameters: Parameters;
  readonly services?: Services;
  /** Without them, no health checks are done, and none fails. */
  readonly probes?: Probes;
  readonly stage: string;
  readonly apiUrl?: () => string;
  /** For the local runtime and tests. `aws()`, which Lambda functions run on, never sets it. */
  readonly development?: Development | undefined;
  readonly clock?: () => Date;
  readonly meter?: Meter;
}

/** The platform on AWS, or on a compatible emulator. */
export const awsPlatform = (parts: AwsParts): Platform => {
  const { dynamo, table, clock = () => new Date(), meter, probes = calm, apiUrl = apiUrlSet, ...ports } = parts;
  // This middleware copies every request and response for a logger, even if there is none: a tenth of the time of a
  // read.
  dynamo.middlewareStack.remove('loggerMiddleware');
  const one = tableOf(dynamo, table, meter);
  return {
    services,
    ...ports,
    clock,
    probes,
    cursors: cursorsOf({ ...ports, clock }),
    apiUrl,
    events: dynamoEventStore(one, clock),
    views: dynamoViewStore(one, clock),
    locks: dynamoLocks(one, clock),
    logs: dynamoLogs(one, clock),
    records: dynamoRecords(one, clock),
    rates: dynamoRates(one, clock),
  };
};

const calm: Probes = { bus: async () => {}, queues: async () => ({ waiting: 0, dead: 0 }) };

const apiUrlSet = () => environment('WAYBILL_API_URL');

let bound: Platform | undefined;

/** The platform from a Lambda's environment, created once. */
export const aws = (): Platform => {
  bound ??= fromEnvironment();
  return bound;
};

const fromEnvironment = () => {
  const stage = environment('WAYBILL_STAGE');
  return awsPlatform({
    dynamo: new DynamoDBClient({}),
    table: environment('WAYBILL_TABLE'),
    ...servicesOnDemand({ bus: environment('WAYBILL_BUS'), stage, keyId: process.env.WAYBILL_KEY_ARN }),
    stage,
  });
};

const environment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
