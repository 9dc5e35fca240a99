import { UnreadableEvent } from '../../messaging/unreadable-event.ts';
import type { EventStore } from '../../platform.ts';
import { type RecordedEvent, streamKey } from '../../write/event.ts';
import { bookedIn, bookedKey, bookingIn, bookingsKey } from './bookings.ts';
import { claimKey, commitTo } from './commit.ts';
import { eventKey, recordedIn, streamIn } from './items/event-items.ts';
import { allItems, itemsOf } from './scan.ts';
import { everyPage, type Item, s, type Table } from './table.ts';

/** Events, claims and bookings in the single table: conditions on keys are the locks (architecture §2, §3). */
export const dynamoEventStore = (table: Table, clock: () => Date): EventStore => ({
  read: async (stream, { after = 0, limit } = {}) => {
    const items = await everyPage(
      table,
      {
        KeyConditionExpression: 'pk = :stream AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':stream': s(streamKey(stream)),
          ':from': s(eventKey(after + 1)),
          ':to': s('e#9999999999'),
        },
        ConsistentRead: true,
      },
      limit,
    );
    return items.map(recordedIn);
  },

  /** Read the counter first: a booking that is made after this makes the commit fail. */
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

  held: async (
    org,
    resource,
    id,
    { from = '', before = ':', after, descending = false, limit, consistent = false },
  ) => {
    // No slot equals another one with a space appended, so this excludes the slot after which to continue.
    const low = after !== undefined && after >= from ? `${after} ` : from;
    if (low > before) return [];
    const items = await everyPage(
      table,
      {
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
        // A slot is `<from>#<holder>`, longer than the time itself; all begin with a digit, which sorts before `:`.
        ExpressionAttributeValues: {
          ':pk': s(bookingsKey(org, resource, id)),
          ':from': s(low || ' '),
          ':before': s(before),
        },
        ScanIndexForward: !descending,
        ConsistentRead: consistent,
      },
      limit,
    );
    return items.map(bookingIn);
  },

  booked: async (org, resource, { before, limit }) => {
    const items = await everyPage(
      table,
      {
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk < :before',
        ExpressionAttributeValues: { ':pk': s(bookedKey(org, resource)), ':before': s(before) },
      },
      limit,
    );
    return items.map(bookedIn);
  },

  holder: async (org, { context, name }, value) => {
    const Key = { pk: s(claimKey(org, { context, kind: name, value })), sk: s('claim') };
    return (await table.get({ Key, ConsistentRead: true }))?.holder?.S;
  },

  counts: async (org, resource, ids) => {
    const found = await batches(ids, async (some) =>
      table.batchGet(some.map((id) => ({ pk: s(bookingsKey(org, resource, id)), sk: s('version') }))),
    );
    const held = new Map(found.map((item) => [item.pk!.S!.split('#')[4], Number(item.held?.N ?? 0)]));
    return new Map(ids.map((id) => [id, held.get(id) ?? 0]));
  },

  commit: (commit) => commitTo(table, commit, clock().toISOString()),

  scan: async function* (segment, segments, onUnreadable, of) {
    const items = of ? itemsOf(table, of, segment, segments) : allItems(table, segment, segments);
    for await (const item of items) {
      const event = readable(item, onUnreadable);
      if (event) yield event;
    }
  },

  /** Keys only: the caller's policy allows no other attributes of the table. */
  streams: async ({ after, limit }) => {
    const page = await table.scan({
      FilterExpression: 'sk = :first',
      ExpressionAttributeValues: { ':first': s(eventKey(1)) },
      ProjectionExpression: 'pk, sk',
      Select: 'SPECIFIC_ATTRIBUTES',
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: JSON.parse(after) as Item }),
    });
    return {
      streams: (page.Items ?? []).map(({ pk }) => streamIn(pk!.S!)),
      ...(page.LastEvaluatedKey && { next: JSON.stringify(page.LastEvaluatedKey) }),
    };
  },
});

/** The event in an item; `undefined` for an invalid item that `onUnreadable` handles. */
const readable = (item: Item, onUnreadable?: (error: UnreadableEvent) => unknown): RecordedEvent | undefined => {
  try {
    return recordedIn(item);
  } catch (error) {
    if (!onUnreadable || !(error instanceof UnreadableEvent)) throw error;
    onUnreadable(error);
    return undefined;
  }
};

/** BatchGetItem takes 100 keys (DynamoDB's limit). */
const batches = async <T>(ids: readonly string[], ask: (some: readonly string[]) => Promise<T[]>): Promise<T[]> => {
  const some = Array.from({ length: Math.ceil(ids.length / 100) }, (_, i) => ids.slice(i * 100, i * 100 + 100));
  return (await Promise.all(some.map(ask))).flat();
};
