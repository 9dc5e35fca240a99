import { keyOf } from '../event.ts';
import type { EventStore } from '../platform.ts';
import { bookedKey, bookingIn, bookingsKey } from './bookings.ts';
import { commitTo } from './commit.ts';
import { eventKey, recordedIn } from './event-items.ts';
import { everyPage, type Item, s, type Table } from './table.ts';

/** Events, claims and bookings in the one table: the key itself is the lock (architecture §2, §3). */
export const dynamoEventStore = (table: Table, clock: () => Date): EventStore => ({
  read: async (stream, { after = 0, limit } = {}) => {
    const items = await everyPage(
      table,
      {
        KeyConditionExpression: 'pk = :stream AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':stream': s(keyOf(stream)),
          ':from': s(eventKey(after + 1)),
          ':to': s('e#9999999999'),
        },
        ConsistentRead: true,
      },
      limit,
    );
    return items.map(recordedIn);
  },

  /** The counter first: whatever is booked after it was read makes the commit fail. */
  bookings: async (org, resource, id, limit = Number.POSITIVE_INFINITY) => {
    const pk = s(bookingsKey(org, resource, id));
    const counter = await table.get({ Key: { pk, sk: s('version') }, ConsistentRead: true });
    const items = await everyPage(
      table,
      { ConsistentRead: true, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } },
      limit + 1,
    );
    const bookings = items.filter((item) => item.sk!.S !== 'version').map(bookingIn);
    return { items: bookings.slice(0, limit), version: Number(counter?.v?.N ?? 0) };
  },

  booked: async (org, resource, until) => {
    const items = await everyPage(table, {
      IndexName: 'gsi1',
      KeyConditionExpression: until ? 'gsi1pk = :pk AND gsi1sk < :until' : 'gsi1pk = :pk',
      ExpressionAttributeValues: { ':pk': s(bookedKey(org, resource)), ...(until && { ':until': s(until) }) },
    });
    return items.map(bookingIn);
  },

  counts: async (org, resource, ids) => {
    const found = await batches(ids, async (some) =>
      table.batchGet(some.map((id) => ({ pk: s(bookingsKey(org, resource, id)), sk: s('version') }))),
    );
    const held = new Map(found.map((item) => [item.pk!.S!.split('#')[4], Number(item.held?.N ?? 0)]));
    return new Map(ids.map((id) => [id, held.get(id) ?? 0]));
  },

  commit: (commit) => commitTo(table, commit, clock().toISOString()),

  scan: async function* (segment, segments) {
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await table.scan({
        Segment: segment,
        TotalSegments: segments,
        FilterExpression: 'begins_with(sk, :event)',
        ExpressionAttributeValues: { ':event': s('e#') },
        ExclusiveStartKey,
      });
      yield* (page.Items ?? []).map(recordedIn);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  },
});

/** BatchGetItem takes a hundred keys (DynamoDB's limit). */
const batches = async <T>(ids: readonly string[], ask: (some: readonly string[]) => Promise<T[]>): Promise<T[]> => {
  const some = Array.from({ length: Math.ceil(ids.length / 100) }, (_, i) => ids.slice(i * 100, i * 100 + 100));
  return (await Promise.all(some.map(ask))).flat();
};
