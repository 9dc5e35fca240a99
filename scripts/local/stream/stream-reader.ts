import { setTimeout as pause } from 'node:timers/promises';
import { logger } from '@waybill/kernel/observability/observe';
import { failureOf } from '@waybill/kernel/observability/reason-of';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { lambdaContext } from '../http/lambda-context.ts';
import type { Checkpoint, Position } from './checkpoint.ts';

export type StreamHandler = (event: DynamoDBStreamEvent, context?: Context) => Promise<DynamoDBBatchResponse>;

export interface ReaderOptions {
  readonly name: string;
  readonly handler: StreamHandler;
  readonly batchSize: number;
  readonly checkpoint: Checkpoint;
  /** The delay after this many failures. */
  readonly backoffMs?: ((failures: number) => number) | undefined;
  /** Called with a record that failed ten times; the reader continues without it. */
  readonly onGiveUp: (record: DynamoDBRecord, reader: string) => Promise<void> | void;
}

/** A record to handle, or only a position. */
export interface Entry extends Position {
  readonly record?: DynamoDBRecord;
  readonly reached?: () => void;
}

export interface Reader {
  push(entries: readonly Entry[]): void;
  /** Resolves as soon as the reader is less than that many entries behind. */
  room(entries: number): Promise<void>;
  /** Stops after the current batch. */
  stop(): Promise<void>;
}

const attempts = 10;
/** Three and a half seconds for all ten attempts, because retries block the other records. */
const usualBackoffMs = (failures: number) => Math.min(500, 50 * 2 ** (failures - 1));

/** Passes the records to one handler in order, like Lambda's event source mapping. */
export const streamReader = ({
  name,
  handler,
  batchSize,
  checkpoint,
  onGiveUp,
  backoffMs = usualBackoffMs,
}: ReaderOptions): Reader => {
  const waiting: Entry[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  let wake = () => {};
  let roomy = () => {};

  const context = lambdaContext(name);
  /** The number of records from the start that are done. */
  const attempt = async (Records: DynamoDBRecord[]): Promise<number> => {
    try {
      const { batchItemFailures = [] } = (await handler({ Records }, context())) ?? {};
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const first = failed.size
        ? Records.findIndex(({ dynamodb }) => failed.has(dynamodb!.SequenceNumber!))
        : Records.length;
      return Math.max(first, 0);
    } catch (error) {
      logger.error('failed', { reader: name, reason: failureOf(error) });
      return 0;
    }
  };

  const handle = async (records: readonly DynamoDBRecord[]): Promise<boolean> => {
    let failures = 0;
    let size = records.length;
    for (let next = 0; next < records.length; ) {
      const batch = records.slice(next, next + size);
      const done = await attempt(batch);
      next += done;
      if (done) failures = 0;
      if (done === batch.length) continue;
      failures += 1;
      if (failures === attempts) {
        await onGiveUp(records[next]!, name);
        next += 1;
        failures = 0;
        size = records.length;
        continue;
      }
      if (signal.aborted) return false;
      // From here one record at a time, to isolate the failing one.
      size = 1;
      await pause(backoffMs(failures), undefined, { signal }).catch(() => undefined);
    }
    return true;
  };

  const run = async () => {
    while (!signal.aborted) {
      if (!waiting.length) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const batch = waiting.splice(0, upTo(batchSize, waiting));
      const records = batch.flatMap(({ record }) => record ?? []);
      if (records.length && !(await handle(records))) return;
      const { shard, sequence } = batch.at(-1)!;
      checkpoint.note({ shard, sequence });
      for (const { reached } of batch) reached?.();
      roomy();
    }
  };
  const running = run();

  return {
    push: (entries) => {
      waiting.push(...entries);
      wake();
    },
    room: async (entries) => {
      while (waiting.length >= entries && !signal.aborted)
        await new Promise<void>((resolve) => {
          roomy = resolve;
        });
    },
    stop: async () => {
      stopping.abort();
      wake();
      roomy();
      await running;
      checkpoint.flush();
    },
  };
};

/** The number of entries in a batch; mere positions do not count. */
const upTo = (batchSize: number, entries: readonly Entry[]): number => {
  let records = 0;
  for (const [i, { record }] of entries.entries()) {
    if (record && records === batchSize) return i;
    if (record) records += 1;
  }
  return entries.length;
};
