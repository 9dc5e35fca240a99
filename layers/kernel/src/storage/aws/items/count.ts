import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from '../../../backoff.ts';
import { mapWithConcurrency } from '../../../map-with-concurrency.ts';
import { ConcurrencyError, type Counters, type RowChange, type View } from '../../../platform.ts';
import { type Item, n, Refused, s, type Table } from '../table.ts';
import { bucketKey, type Counts, countersKey, countersUpdate, difference } from './counters.ts';
import { type RowState, rowKey, stateIn, stateOf, tokenOf } from './row-items.ts';

/** BatchGetItem takes 100 keys (DynamoDB's limit). */
const keysPerBatch = 100;
/** How often a bucket is read again when it is written concurrently. */
const attempts = 20;
const bucketsAtATime = 8;

/**
 * Counters that never drift, at one write unit for a batch. A row and its counters are not written in one transaction,
 * which would double the price of both. Instead the counters are written first, with a note that names the row, its
 * state before and after the change, and its new counts; then the rows are written. The next writer of the counters
 * reads the rows of these notes. If a row has changed as announced, its note is removed. If it has become something
 * else, because its writer lost a race, it is counted as what it is. If it has not changed yet, the note remains: its
 * writer may still be running.
 *
 * Two conditions make this exact (ADR 15): counters are written only if they are unchanged since they were read; and
 * rows are read after the counters, from which moment no row can change its counts without a note.
 */
export const announce = async <Change extends RowChange>(
  table: Table,
  changes: readonly Change[],
): Promise<ReadonlySet<Change>> => {
  const overtaken = new Set<Change>();
  await mapWithConcurrency(bucketsOf(changes), bucketsAtATime, async (bucket) => {
    for (const change of await inBucket(table, bucket)) overtaken.add(change as Change);
  });
  return overtaken;
};

/** Corrects the counts of rows whose announced change was not made. */
export const settle = (table: Table, changes: readonly RowChange[]): Promise<void> =>
  mapWithConcurrency(bucketsOf(changes), bucketsAtATime, (bucket) => inBucket(table, { ...bucket, changes: [] }));

/** A bucket, and the changes that concern it. */
interface Bucket {
  readonly view: View;
  readonly bucket: string;
  readonly changes: readonly RowChange[];
}

const bucketsOf = (changes: readonly RowChange[]): Bucket[] => {
  const each = changes.flatMap((change) => {
    const names = [change.previous?.counters?.bucket, change.row.counters?.bucket];
    return [...new Set(names)].flatMap((bucket) => (bucket === undefined ? [] : [{ bucket, change }]));
  });
  const grouped = Map.groupBy(each, ({ bucket, change }) => `${countersKey(change.view)} ${bucket}`);
  return [...grouped.values()].map((group) => ({
    view: group[0]!.change.view,
    bucket: group[0]!.bucket,
    changes: group.map(({ change }) => change),
  }));
};

/** A row that is about to change, and its new counts in this bucket. */
interface Note {
  readonly key: string;
  readonly before: string;
  readonly after: string;
  readonly counts: Counts;
}

/** Writes a bucket, and returns the changes that are too late: their row is no longer the one that was read. */
const inBucket = async (table: Table, bucket: Bucket): Promise<readonly RowChange[]> => {
  const { view, changes } = bucket;
  for (let tries = 1; ; tries++) {
    // 1 read the counters, then the rows
    const item = await table.get({ Key: bucketKey(view, bucket.bucket), ConsistentRead: true });
    const notes = notesIn(item);
    const rows = await rowsOf(table, view, [...notes.map(({ key }) => key), ...changes.map(({ row }) => row.key)]);
    // 2 decide
    const overtaken = changes.filter(({ row, previous }) => rows(row.key).id !== stateOf(previous).id);
    const timely = changes.filter((change) => !overtaken.includes(change));
    const plan = planOf(bucket, { notes, rows, timely });
    // 3 write, if no other writer has
    if (!plan) return overtaken;
    try {
      await table.update(updateOf(bucket, item, plan));
      return overtaken;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (tries === attempts) throw new ConcurrencyError('the counters keep changing', { cause: error });
      await pause(backoff(tries));
    }
  }
};

interface Plan {
  readonly notes: readonly Note[];
  readonly added: Counts;
}

interface Found {
  readonly notes: readonly Note[];
  readonly rows: (key: string) => RowState;
  readonly timely: readonly RowChange[];
}

/** The update of the bucket, if any is needed. */
const planOf = ({ bucket }: Bucket, { notes, rows, timely }: Found): Plan | undefined => {
  const here = (counters: Counters | undefined): Counts => (counters?.bucket === bucket ? counters.counts : {});
  const own = new Map(timely.map((change) => [change.row.key, change]));
  const open = new Map<string, Note>();
  const added: Record<string, number> = {};
  let isChanged = false;
  const count = (now: Counts, before: Counts) => {
    for (const [name, more] of Object.entries(difference(now, before))) added[name] = (added[name] ?? 0) + more;
    isChanged = true;
  };
  for (const note of notes) {
    const { id, counters } = rows(note.key);
    if (own.has(note.key) || id === note.before) open.set(note.key, note);
    else if (id !== note.after) count(here(counters), note.counts);
  }
  for (const change of timely) {
    const { row, previous } = change;
    const before = stateOf(previous).id;
    const note = open.get(row.key);
    const counted = note?.counts ?? here(rows(row.key).counters);
    const counts = here(row.counters);
    const isRight = !Object.keys(difference(counts, counted)).length;
    // A note of the same row remains until that row has changed; one of an earlier row may be settled at any time.
    if (isRight && (!note || note.before === before)) continue;
    count(counts, counted);
    open.set(row.key, { key: row.key, before, after: tokenOf(change), counts });
  }
  return isChanged ? { notes: [...open.values()], added: difference(added, {}) } : undefined;
};

const rowsOf = async (table: Table, view: View, keys: readonly string[]): Promise<Found['rows']> => {
  const pks = [...new Set(keys.map((key) => rowKey(view, key)))];
  const chunks = Array.from({ length: Math.ceil(pks.length / keysPerBatch) }, (_, i) =>
    pks.slice(i * keysPerBatch, (i + 1) * keysPerBatch),
  );
  const found = await Promise.all(
    chunks.map((some) =>
      table.batchGet(
        some.map((pk) => ({ pk: s(pk), sk: s('row') })),
        { consistent: true },
      ),
    ),
  );
  const states = new Map(found.flat().map((item) => [item.pk!.S!, stateIn(item)]));
  return (key) => states.get(rowKey(view, key)) ?? stateOf(undefined);
};

const updateOf = ({ view, bucket }: Bucket, item: Item | undefined, { notes, added }: Plan) => {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues, Key } = countersUpdate(
    view,
    bucket,
    added,
  );
  const version = item?.v?.N;
  return {
    Key,
    UpdateExpression: `SET #v = :v, #notes = :notes ${Object.keys(added).length ? UpdateExpression : ''}`,
    ConditionExpression: version === undefined ? 'attribute_not_exists(#v)' : '#v = :read',
    ExpressionAttributeNames: { ...ExpressionAttributeNames, '#v': 'v', '#notes': 'notes' },
    ExpressionAttributeValues: {
      ...ExpressionAttributeValues,
      ':v': n(Number(version ?? 0) + 1),
      ':notes': s(JSON.stringify(notes.map(({ key, before, after, counts }) => [key, before, after, counts]))),
      ...(version !== undefined && { ':read': n(Number(version)) }),
    },
  };
};

/** `["<key>", "<state before>", "<state after>", {…counts}]` for each row. */
export const notesIn = (item: Item | undefined): Note[] =>
  item?.notes?.S === undefined
    ? []
    : JSON.parse(item.notes.S).map(([key, before, after, counts]: any): Note => ({ key, before, after, counts }));
