import type { DynamoDBRecord } from 'aws-lambda';
import { AmazonError } from '../bus/amazon-json.ts';
import { outage } from '../dynamo/outage.ts';
import { wakeable } from '../wakeable.ts';
import type { Position } from './checkpoint.ts';
import type { Page, StreamApi } from './stream-api.ts';

/** The records of one poll, and their position in the sequence of shards. */
export interface Found {
  readonly order: number;
  readonly shard: string;
  readonly records: readonly DynamoDBRecord[];
}

export interface Source {
  /** A position's place in the sequence of shards; `undefined` if the stream no longer has it. */
  locate(position: Position | undefined): Promise<number | undefined>;
  /** Follows the stream, shard by shard, until it is stopped. */
  follow(from: Position | undefined, found: (found: Found) => Promise<void> | void): Promise<void>;
  /** Polls at once and frequently for a while, because something was written. */
  wake(): void;
  stop(): void;
}

const soonMs = [5, 10, 25];
/** Polls for half a second: DynamoDB Local may show a record some milliseconds after the write was acknowledged. */
const soonLooks = 22;
/** Records of other processes are found after this time at the latest. */
const longestMs = 1_000;
const afterErrorMs = 250;

/** The delay after this many empty polls. */
export const idleMs = (looks: number): number =>
  looks <= soonLooks ? (soonMs[looks - 1] ?? soonMs.at(-1)!) : Math.min(longestMs, 25 * 2 ** (looks - soonLooks));

export const streamSource = async (api: StreamApi): Promise<Source> => {
  const arn = await api.find();
  const line = await api.shards(arn);
  const reading = outage('reading the stream');
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = wakeable();

  const known = async () => {
    line.push(...(await api.shards(arn)).filter((id) => !line.includes(id)));
  };

  const open = (order: number, after: string | undefined) => api.iterator(arn, line[order]!, after);

  const follow: Source['follow'] = async (from, found) => {
    let order = from ? line.indexOf(from.shard) : 0;
    let after = from?.sequence;
    let iterator: string | undefined;
    let quiet = 0;
    while (!signal.aborted) {
      try {
        iterator ??= await open(order, after);
        const page: Page = await api.page(iterator);
        reading.worked();
        iterator = page.NextShardIterator;
        after = page.Records.at(-1)?.dynamodb?.SequenceNumber ?? after;
        if (page.Records.length) await found({ order, shard: line[order]!, records: page.Records });
        quiet = page.Records.length ? 0 : quiet + 1;
        if (quiet && (await rest.pause(idleMs(quiet)))) quiet = 0;
        if (iterator) continue;
        // The shard is closed and read to its end; its child may appear a moment later.
        await known();
        if (order + 1 === line.length) {
          await rest.pause(soonMs.at(-1)!);
          continue;
        }
        order += 1;
        after = undefined;
      } catch (error) {
        if (signal.aborted) return;
        iterator = undefined;
        if (isTrimmed(error)) after = undefined;
        else if (!(error instanceof AmazonError && error.name === 'ExpiredIteratorException')) {
          reading.failed(error);
          await rest.pause(afterErrorMs);
        }
      }
    }
  };

  return {
    follow,
    wake: rest.wake,
    stop: () => {
      stopping.abort();
      rest.wake();
    },
    locate: async (position) => {
      const order = position ? line.indexOf(position.shard) : -1;
      if (order < 0) return undefined;
      try {
        await api.page(await open(order, position!.sequence));
        return order;
      } catch (error) {
        if (error instanceof AmazonError) return undefined;
        throw error;
      }
    },
  };
};

const isTrimmed = (error: unknown) => error instanceof AmazonError && error.name === 'TrimmedDataAccessException';
