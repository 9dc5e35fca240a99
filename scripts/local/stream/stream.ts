import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { onWrite } from '../dynamo/on-write.ts';
import { checkpointIn, noCheckpoint, type Position } from './checkpoint.ts';
import { streamApi } from './stream-api.ts';
import { type Entry, type StreamHandler, streamReader } from './stream-reader.ts';
import { type Found, type Source, streamSource } from './stream-source.ts';

export interface StreamOptions {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  readonly table: string;
  readonly readers: Readonly<Record<string, StreamHandler>>;
  readonly data?: string | undefined;
  readonly batchSize?: number;
  readonly backoffMs?: (failures: number) => number;
  readonly onGiveUp: (record: DynamoDBRecord, reader: string) => Promise<void> | void;
}

export interface Stream {
  /** Resolves when everything written before the call has been handled by every reader. */
  drained(): Promise<void>;
  /** The number of events found so far. */
  readonly seen: () => number;
  stop(): Promise<void>;
}

/** The most records to read ahead of a reader that is slow or blocked by a record. */
const mostAhead = 20_000;
const marker = { pk: 'local#-#marker#stream', sk: 'marker' };

/** The table's stream, read once and passed to every reader at its own pace. */
export const readStream = async (options: StreamOptions): Promise<Stream> => {
  const { client, endpoint, table, data, batchSize = 100, backoffMs, onGiveUp } = options;
  const api = streamApi(endpoint, table);
  const source = await streamSource(api);
  const reached = new Map<string, () => void>();
  let seen = 0;

  const readers = await Promise.all(
    Object.entries(options.readers).map(async ([name, handler]) => {
      const checkpoint = data === undefined ? noCheckpoint : checkpointIn(join(data, `stream-${name}.json`));
      const start = await startOf(source, checkpoint.read());
      const reader = streamReader({ name, handler, batchSize, checkpoint, onGiveUp, backoffMs });
      return { name, reader, start, isNew: newsSince(start) };
    }),
  );

  const found = async (page: Found) => {
    seen += page.records.filter(isEvent).length;
    for (const { name, reader, isNew } of readers) {
      const news = page.records.filter((record) => isNew(page.order, record));
      await reader.room(mostAhead);
      reader.push(entriesOf(page.shard, news, (nonce) => reached.get(`${nonce} ${name}`)?.()));
    }
  };
  const ignoreWrites = onWrite(client, source.wake);
  const following = source.follow(earliest(readers.map(({ start }) => start)), found);

  return {
    seen: () => seen,
    drained: async () => {
      const nonce = randomUUID();
      const passes = readers.map(
        ({ name }) => new Promise<void>((resolve) => reached.set(`${nonce} ${name}`, resolve)),
      );
      const Item = { pk: { S: marker.pk }, sk: { S: marker.sk }, nonce: { S: nonce } };
      await client.send(new PutItemCommand({ TableName: table, Item }));
      await Promise.all(passes);
      for (const { name } of readers) reached.delete(`${nonce} ${name}`);
    },
    stop: async () => {
      ignoreWrites();
      source.stop();
      await Promise.all(readers.map(({ reader }) => reader.stop()));
      await following;
      api.close();
    },
  };
};

type Start = (Position & { readonly order: number }) | undefined;

const startOf = async (source: Source, position: Position | undefined): Promise<Start> => {
  const order = await source.locate(position);
  return position && order !== undefined ? { ...position, order } : undefined;
};

/** Sequence numbers are decimal and increase within a shard. */
const isAfter = (order: number, sequence: string, start: Start) =>
  !start || order > start.order || (order === start.order && BigInt(sequence) > BigInt(start.sequence));

/** Reading begins at the position of the reader that is behind; the other skips what it has handled. */
const earliest = (starts: readonly Start[]): Start =>
  starts.reduce((first, start) =>
    first && start && isAfter(first.order, first.sequence, start) ? start : start && first,
  );

const newsSince = (start: Start) => (order: number, record: DynamoDBRecord) =>
  isAfter(order, record.dynamodb!.SequenceNumber!, start);

/** The filter of Lambda's event source mapping: only events and heartbeats. */
const isEvent = ({ eventName, dynamodb }: DynamoDBRecord) =>
  eventName === 'INSERT' && /^[ep]#/.test(dynamodb?.Keys?.sk?.S ?? '');

/** The events to handle, the markers to resolve, and the last position. */
const entriesOf = (shard: string, records: readonly DynamoDBRecord[], pass: (nonce: string) => void): Entry[] => {
  const last = records.at(-1);
  return records.flatMap((record): Entry[] => {
    const at = { shard, sequence: record.dynamodb!.SequenceNumber! };
    if (isEvent(record)) return [{ ...at, record }];
    const nonce = record.dynamodb?.Keys?.pk?.S === marker.pk ? record.dynamodb.NewImage?.nonce?.S : undefined;
    if (nonce) return [{ ...at, reached: () => pass(nonce) }];
    return record === last ? [at] : [];
  });
};
