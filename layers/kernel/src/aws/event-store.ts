import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { keyOf, type Recorded, type Stream } from '../event.ts';
import { type Claim, ClaimTaken, type Commit, type EventStore, LostRace } from '../platform.ts';
import type { Booking, Resource } from '../resource.ts';
import { everyPage, type Item, n, Refused, s, type Table } from './table.ts';

const eventKey = (version: number) => `e#${String(version).padStart(10, '0')}`;
const bookingsKey = (org: string, { context, name }: Resource, id: string) =>
  `${context}#${org}#bookings#${name}#${id}`;
const bookedKey = (org: string, { context, name }: Resource) => `${context}#${org}#bookings#${name}`;
const claimKey = (org: string, { context, kind, value }: Claim) => `${context}#${org}#claim#${kind}#${value}`;

/** Events, claims and bookings in the one table: the key itself is the lock (architecture §2, §3). */
export const dynamoEventStore = (table: Table): EventStore => ({
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

  commit: async (commit) => {
    const only = commit.appends.length === 1 && isPlain(commit) ? commit.appends[0] : undefined;
    try {
      if (only) await table.put({ Item: itemOf(only), ConditionExpression: 'attribute_not_exists(pk)' });
      else await writeTogether(table, commit);
    } catch (error) {
      throw error instanceof Refused ? new LostRace('something has moved on', { cause: error }) : error;
    }
  },

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

/** One fact and nothing else: a single put at one write unit per KB, where a transaction would cost two. */
const isPlain = ({ unmoved, claims, releases, books, frees, unbooked }: Commit) =>
  [unmoved, claims, releases, books, frees, unbooked].every((part) => part.length === 0);

const writeTogether = async (table: Table, commit: Commit) => {
  const writes = [...appends(commit), ...claims(commit), ...bookings(commit)];
  try {
    await table.transact(writes.map(({ write }) => inTable(table.name, write)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const taken = error.at.flatMap((i) => writes[i]?.claim ?? [])[0];
    throw taken ? new ClaimTaken(taken) : error;
  }
};

interface Write {
  readonly write: TransactWriteItem;
  readonly claim?: Claim;
}

/** A place that is written, or was looked at twice, needs no further check: DynamoDB takes one operation on an item. */
const appends = ({ appends, unmoved }: Commit): Write[] => {
  const place = (stream: Stream, version: number) => `${keyOf(stream)} ${version}`;
  const written = new Set(appends.map(({ stream, version }) => place(stream, version)));
  const next = new Map(unmoved.map(({ stream, version }) => [place(stream, version + 1), { stream, version }]));
  return [
    ...appends.map((event) => ({
      write: { Put: { Item: itemOf(event), ConditionExpression: 'attribute_not_exists(pk)' } as any },
    })),
    ...[...next]
      .filter(([place]) => !written.has(place))
      .map(([, { stream, version }]) => ({
        write: {
          ConditionCheck: {
            Key: { pk: s(keyOf(stream)), sk: s(eventKey(version + 1)) },
            ConditionExpression: 'attribute_not_exists(pk)',
          } as any,
        },
      })),
  ];
};

const claims = ({ org, claims, releases }: Commit): Write[] => {
  const taken = new Set(claims.map((claim) => claimKey(org, claim)));
  return [
    ...claims.map((claim) => ({
      claim,
      write: {
        Put: {
          Item: { pk: s(claimKey(org, claim)), sk: s('claim'), holder: s(claim.holder) },
          ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder',
          ExpressionAttributeValues: { ':holder': s(claim.holder) },
        } as any,
      },
    })),
    ...releases
      .filter((claim) => !taken.has(claimKey(org, claim)))
      .map((claim) => ({
        write: {
          Delete: {
            Key: { pk: s(claimKey(org, claim)), sk: s('claim') },
            ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder',
            ExpressionAttributeValues: { ':holder': s(claim.holder) },
          } as any,
        },
      })),
  ];
};

/**
 * Every change of a resource's bookings bumps its counter once, on condition that it is the one that was read, if it
 * was; beside the counter stands how many are held. Only exclusive bookings are in the index: it costs a write unit each.
 */
const bookings = ({ org, books, frees, unbooked }: Commit): Write[] => {
  const expected = new Map<string, number>();
  for (const { resource, id, version } of unbooked) {
    const pk = bookingsKey(org, resource, id);
    expected.set(pk, Math.min(version, expected.get(pk) ?? version));
  }
  const changed = new Set([...books, ...frees].map(({ resource, id }) => bookingsKey(org, resource, id)));
  const keys = (changes: readonly { resource: Resource; id: string }[]) =>
    changes.map(({ resource, id }) => bookingsKey(org, resource, id));
  const more = (pk: string) =>
    keys(books).filter((key) => key === pk).length - keys(frees).filter((key) => key === pk).length;
  const slot = (pk: string, from: string, holder: string) => ({ pk: s(pk), sk: s(`${from}#${holder}`) });
  const booked = new Set(
    books.map(({ resource, id, holder, window }) => `${bookingsKey(org, resource, id)} ${window.from}#${holder}`),
  );
  return [
    ...books.map(({ resource, id, holder, window: { from, to } }) => {
      const Item = {
        ...slot(bookingsKey(org, resource, id), from, holder),
        to: s(to),
        ...(resource.exclusive && { gsi1pk: s(bookedKey(org, resource)), gsi1sk: s(`${from}#${id}#${holder}`) }),
      };
      return { write: { Put: { Item } as any } };
    }),
    ...frees
      .filter(({ resource, id, holder, from }) => !booked.has(`${bookingsKey(org, resource, id)} ${from}#${holder}`))
      .map(({ resource, id, holder, from }) => ({
        write: { Delete: { Key: slot(bookingsKey(org, resource, id), from, holder) } as any },
      })),
    ...[...changed].map((pk) => ({
      write: {
        Update: {
          Key: { pk: s(pk), sk: s('version') },
          UpdateExpression: 'ADD v :one, held :more',
          ...still(expected.get(pk), { ':one': n(1), ':more': n(more(pk)) }),
        } as any,
      },
    })),
    ...[...expected]
      .filter(([pk]) => !changed.has(pk))
      .map(([pk, version]) => ({
        write: { ConditionCheck: { Key: { pk: s(pk), sk: s('version') }, ...still(version, {}) } as any },
      })),
  ];
};

const still = (version: number | undefined, values: Item) => {
  if (version === undefined) return { ExpressionAttributeValues: values };
  if (version === 0)
    return {
      ConditionExpression: 'attribute_not_exists(pk)',
      ...(Object.keys(values).length && { ExpressionAttributeValues: values }),
    };
  return { ConditionExpression: 'v = :version', ExpressionAttributeValues: { ...values, ':version': n(version) } };
};

const inTable = (TableName: string, write: TransactWriteItem): TransactWriteItem =>
  Object.fromEntries(Object.entries(write).map(([kind, input]) => [kind, { TableName, ...input }]));

/** `data` is kept as JSON text: half the bytes and a tenth of the work of DynamoDB's own maps. */
const itemOf = ({ stream, version, type, revision, data, at, by, cause, asked, correlation }: Recorded): Item => ({
  pk: s(keyOf(stream)),
  sk: s(eventKey(version)),
  type: s(type),
  rev: n(revision),
  data: s(JSON.stringify(data)),
  at: s(at),
  by: s(by),
  cause: s(cause),
  asked: s(asked),
  corr: s(correlation),
});

/** An event as it was recorded, from its item or from the stream's image of it. */
export const recordedIn = (item: Item): Recorded => ({
  stream: streamIn(item.pk!.S!),
  version: Number(item.sk!.S!.slice(2)),
  type: item.type!.S!,
  revision: Number(item.rev!.N),
  data: JSON.parse(item.data!.S!),
  at: item.at!.S!,
  by: item.by!.S!,
  cause: item.cause!.S!,
  asked: item.asked!.S!,
  correlation: item.corr!.S!,
});

const streamIn = (pk: string): Stream => {
  const [context = '', org = '', aggregate = '', ...id] = pk.split('#');
  return { context, org, aggregate, id: id.join('#') };
};

const bookingIn = (item: Item): Booking => {
  const [, , , resource = '', id = ''] = item.pk!.S!.split('#');
  const [from = '', holder = ''] = item.sk!.S!.split('#');
  return { resource, id, holder, from, to: item.to!.S! };
};
