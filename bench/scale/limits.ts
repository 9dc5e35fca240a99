import { calls, type Rates } from './day.ts';

/** Write units of a call including projections, and the events it records: `npm run bench -- cost`. */
const used = {
  create: { units: 36, events: 1 },
  setOut: { units: 8, events: 1 },
  checkpoint: { units: 41 / 6, events: 1 },
  deliver: { units: 26, events: 2 },
} as const;

/** Index entries of live deliveries added, removed or moved (two units), in one partition of an organization. */
const boardUnits = { create: 0, setOut: 1, checkpoint: 2, deliver: 1 } as const;
/** The same in the busiest partition of the index by status. */
const statusUnits = { create: 0, setOut: 1, checkpoint: 0, deliver: 1 } as const;
/** Calls that change counters. */
const counting = { create: 1, setOut: 1, checkpoint: 0, deliver: 1 } as const;

/** GETs and pages of lists for each write of a delivery. An assumption. */
export const readsPerWrite = 3;
/** Read units of a page of the board: `npm run bench -- lists`. */
const unitsPerPage = 16.5;

/** The duration of an invocation, in seconds. An assumption: it was not measured on Lambda. */
const seconds = { api: 0.04, authorizer: 0.01, batch: 0.1 };
/** Records in a batch of a stream's reader (`lib/constructs/messaging/stream-readers.ts`), which handles one batch of a shard at a time. */
const batchSize = 100;
/** Sequential calls per counter update: a read of the bucket, one of its rows, one write; 5 ms each. An assumption. */
const counterSeconds = 0.015;
/** Write units a second that a partition takes, and a shard of the stream therefore carries (DynamoDB: "Quotas", "Partition throughput"). */
const partition = 1_000;
/** A new on-demand table takes 4,000 write units a second (DynamoDB: "Initial throughput for on-demand capacity mode"), in four partitions. */
const firstShards = 4;

const sum = (rates: Rates, of: Readonly<Record<keyof Rates, number>>) =>
  calls.reduce((total, call) => total + rates[call] * of[call], 0);
const each = (of: (call: keyof Rates) => number) =>
  Object.fromEntries(calls.map((call) => [call, of(call)])) as Record<keyof Rates, number>;

const units = (rates: Rates) =>
  sum(
    rates,
    each((call) => used[call].units),
  );
const events = (rates: Rates) =>
  sum(
    rates,
    each((call) => used[call].events),
  );
const writes = (rates: Rates) =>
  sum(
    rates,
    each(() => 1),
  );
const requests = (rates: Rates) => writes(rates) * (1 + readsPerWrite);
const shards = (rates: Rates) => Math.max(firstShards, Math.ceil(units(rates) / partition));

/** A limit per second, and the load that a rate of calls puts on it. */
export interface Limit {
  readonly of: 'organization' | 'stage';
  readonly what: string;
  readonly unit: string;
  readonly capacity: (rates: Rates) => number;
  readonly load: (rates: Rates) => number;
}

export const limits: readonly Limit[] = [
  {
    of: 'organization',
    what: 'board: one partition of the index of what is under way',
    unit: 'write units/s',
    capacity: () => partition,
    load: (rates) => sum(rates, boardUnits),
  },
  {
    of: 'organization',
    what: 'one partition of the index by status',
    unit: 'write units/s',
    capacity: () => partition,
    load: (rates) => sum(rates, statusUnits),
  },
  {
    of: 'organization',
    what: 'counters of a day: one item, written once a batch',
    unit: 'batches/s',
    capacity: () => 1 / counterSeconds,
    // A shard sends its next batch after the previous one, which limits concurrency.
    load: (rates) => Math.min(sum(rates, counting), shards(rates) / seconds.batch),
  },
  {
    of: 'organization',
    what: 'board: reads of that partition, a page a second for every ten calls',
    unit: 'read units/s',
    capacity: () => 3 * partition,
    load: (rates) => (writes(rates) / 10) * unitsPerPage,
  },
  {
    of: 'stage',
    what: 'projector: shards × a batch of 100 at a time',
    unit: 'events/s',
    capacity: (rates) => (shards(rates) * batchSize) / seconds.batch,
    load: events,
  },
  {
    of: 'stage',
    what: 'API Gateway: throttle of the stage `prod`',
    unit: 'requests/s',
    capacity: () => 2_000,
    load: requests,
  },
  {
    of: 'stage',
    what: 'API Gateway: quota of the account',
    unit: 'requests/s',
    capacity: () => 10_000,
    load: requests,
  },
  {
    of: 'stage',
    what: 'Lambda: concurrent executions',
    unit: 'at once',
    capacity: () => 1_000,
    load: (rates) => requests(rates) * (seconds.api + seconds.authorizer) + 2 * shards(rates),
  },
  {
    of: 'stage',
    what: 'DynamoDB: a new on-demand table',
    unit: 'write units/s',
    capacity: () => firstShards * partition,
    load: units,
  },
  {
    of: 'stage',
    what: 'DynamoDB: quota of a table',
    unit: 'write units/s',
    capacity: () => 40_000,
    load: units,
  },
  {
    of: 'stage',
    what: 'EventBridge: PutEvents, eu-central-1, an event a call',
    unit: 'calls/s',
    capacity: () => 2_400,
    load: events,
  },
  {
    of: 'stage',
    what: 'EventBridge: invocations, eu-central-1, if each event has one reaction',
    unit: '/s',
    capacity: () => 4_500,
    load: events,
  },
  {
    of: 'stage',
    what: 'SQS: messages in flight in one queue, if a reaction takes a second',
    unit: 'messages',
    capacity: () => 120_000,
    load: events,
  },
];
