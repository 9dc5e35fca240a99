import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../backoff.ts';
import { ConcurrencyError, type Platform, type RowChange, type RowPlace, type StoredRow } from '../platform.ts';
import type { RecordedEvent } from '../write/event.ts';
import { isStale, ownIn, type ReadModel } from './read-model.ts';
import { viewOf } from './rows/view-of.ts';

/** How often a row is read again after losing a race with another projector. */
const attempts = 10;

/** A row with events of a stream that may be new to it. */
export interface RowUpdate extends RowPlace {
  readonly projection: ReadModel<any>;
  /** The events that belong to the row. */
  readonly own: readonly RecordedEvent[];
  /** All events of the same stream in the batch. */
  readonly batch: readonly RecordedEvent[];
}

/** The rows of a projection that events of one stream belong to. */
export const rowUpdates = (projection: ReadModel<any>, events: readonly RecordedEvent[]): RowUpdate[] => {
  const heard = events.filter((event) => projection.canHandle(event.type));
  return [...Map.groupBy(heard, (event) => projection.keyOf(event))].flatMap(([key, own]) =>
    key === undefined ? [] : [{ projection, view: viewOf(projection, own[0]!.stream.org), key, own, batch: events }],
  );
};

/**
 * The change that events make to a row: none if all of them are folded already. A row of another shape is folded again
 * from its whole stream: events are never folded onto a row of another release. Its old counts are subtracted in any
 * case.
 */
export const changeOf = async (
  platform: Platform,
  telling: RowUpdate,
  before: StoredRow | undefined,
): Promise<(RowChange & { readonly telling: RowUpdate }) | undefined> => {
  const { projection, view, key, own } = telling;
  const last = lastOf(telling);
  const base = isStale(projection, before) ? undefined : before;
  if (base && base.checkpoint >= last) return undefined;
  const news =
    before && !base ? await ownHistory(platform, telling) : await unseen(platform, telling, base?.checkpoint ?? 0);
  const data = projection.fold(base?.data, news);
  if (!before && data === undefined && neverBegan(projection, news)) return undefined;
  const seen = Math.max(last, news.at(-1)?.version ?? 0);
  return { telling, view, row: projection.stored(key, data, seen, own[0]!.stream.id), previous: before };
};

/**
 * Applies events of one stream to a projection, in any order and any number of times: events that are already folded
 * are skipped, and gaps are filled from the stream. Throws `ConcurrencyError` when the row keeps changing.
 */
export const project = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  events: readonly RecordedEvent[],
): Promise<void> => {
  for (const telling of rowUpdates(projection, events)) await applyUpdate(platform, telling);
};

/** Applies the events to one row, and retries while it changes concurrently. */
export const applyUpdate = async (platform: Platform, telling: RowUpdate): Promise<void> => {
  for (let tries = 1; ; tries++) {
    const before = await platform.views.get(telling.view, telling.key, { consistent: true });
    const change = await changeOf(platform, telling, before);
    if (!change) return;
    try {
      return await platform.views.put(change.view, change.row, change.previous);
    } catch (error) {
      if (!(error instanceof ConcurrencyError) || tries === attempts) throw error;
      await sleep(backoff(tries));
    }
  }
};

/** A row that existed and was deleted keeps a tombstone; one that never existed needs none. */
export const neverBegan = <Row>({ fold }: ReadModel<Row>, events: readonly RecordedEvent[]): boolean =>
  events.every((event) => fold(undefined, [event]) === undefined);

const lastOf = ({ own }: RowUpdate) => Math.max(...own.map(({ version }) => version));

/** The row's events after its checkpoint: from the batch if it has no gap, otherwise from the stream. */
const unseen = async ({ events }: Platform, telling: RowUpdate, after: number): Promise<readonly RecordedEvent[]> => {
  const { projection, key, own, batch } = telling;
  const known = new Map(batch.map((event) => [event.version, event]));
  const range = Array.from({ length: lastOf(telling) - after }, (_, i) => known.get(after + 1 + i));
  const whole = range.every((event) => event !== undefined);
  return ownIn(projection, key, whole ? range : await events.read(own[0]!.stream, { after }));
};

const ownHistory = async ({ events }: Platform, { projection, key, own }: RowUpdate) =>
  ownIn(projection, key, await events.read(own[0]!.stream));
