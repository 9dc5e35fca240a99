import type { StreamSource } from '../../platform.ts';
import { streamShards, streamsKey } from './items/event-items.ts';
import { everyPage, type Item, s, type Table } from './table.ts';

/** The events among all items of a segment of the table, stream by stream. */
export async function* allItems(table: Table, segment: number, segments: number): AsyncIterable<Item> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await table.scan({
      Segment: segment,
      TotalSegments: segments,
      FilterExpression: 'begins_with(sk, :event)',
      ExpressionAttributeValues: { ':event': s('e#') },
      ExclusiveStartKey,
    });
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** This many streams are read concurrently for each segment. */
const streamsAtATime = 32;

/** The events of the streams of one aggregate, found in the index of streams: nothing else in the table is read. */
export async function* itemsOf(table: Table, of: StreamSource, segment: number, segments: number): AsyncIterable<Item> {
  for (let shard = segment; shard < streamShards; shard += segments)
    for await (const streams of streamsIn(table, streamsKey(of, shard)))
      for (let i = 0; i < streams.length; i += streamsAtATime) {
        const some = streams.slice(i, i + streamsAtATime);
        for (const items of await Promise.all(some.map((pk) => eventsOf(table, pk)))) yield* items;
      }
}

/** The partition keys of the streams in a part of the index, in pages. */
async function* streamsIn(table: Table, shard: string): AsyncIterable<readonly string[]> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await table.query({
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :shard',
      ExpressionAttributeValues: { ':shard': s(shard) },
      ExclusiveStartKey,
    });
    yield (page.Items ?? []).map(({ pk }) => pk!.S!);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/**
 * Eventually consistent, at half the price: a row that is newer than these events makes the caller read the stream
 * again.
 */
const eventsOf = (table: Table, pk: string) =>
  everyPage(table, {
    KeyConditionExpression: 'pk = :stream AND begins_with(sk, :event)',
    ExpressionAttributeValues: { ':stream': s(pk), ':event': s('e#') },
  });
