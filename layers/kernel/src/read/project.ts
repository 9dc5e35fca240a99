import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../backoff.ts';
import { ConcurrencyError, type Platform, type RowChange, type RowPlace, type StoredRow } from '../platform.ts';
import { type RecordedEvent, streamKey } from '../write/event.ts';
import { hasSeveralSources, isStale, ownIn, type ReadModel } from './read-model.ts';
import { viewOf } from './rows/view-of.ts';
import { rowOfSeveral } from './streams/row-of-several.ts';

/** How often a row is read again after losing a race with another projector. */
const attempts = 10;

/** A row with events that may be new to it: of one stream or, for a projection of several aggregates, of several. */
export interface RowUpdate extends RowPlace {
  readonly projection: ReadModel<any>;
  /** The events that belong to the row. */
  readonly own: readonly RecordedEvent[];
  /** All events of the same streams in the batch. */
  readonly batch: readonly RecordedEvent[];
}

/** The rows of a projection that events of one stream belong to. */
export const rowUpdates = (projection: ReadModel<any>, events: readonly RecordedEvent[]): RowUpdate[] => {
  const handled = events.filter((event) => projection.canHandle(event.type));
  return [...Map.groupBy(handled, (event) => projection.keyOf(event))].flatMap(([key, own]) =>
    key === undefined ? [] : [{ projection, view: viewOf(projection, own[0]!.stream.org), key, own, batch: events }],
  );
};

/** One update for each row of several streams, so that a batch writes it once. */
export const mergedUpdates = (updates: readonly RowUpdate[]): RowUpdate[] => {
  const [several, others] = [
    updates.filter(({ projection }) => hasSeveralSources(projection)),
    updates.filter(({ projection }) => !hasSeveralSources(projection)),
  ];
  const rows = Map.groupBy(several, ({ view: { context, org, name }, key }) =>
    JSON.stringify([context, org, name, key]),
  );
  const merged = [...rows.values()].map((group) => ({
    ...group[0]!,
    own: group.flatMap(({ own }) => own),
    batch: group.flatMap(({ batch }) => batch),
  }));
  return [...others, ...merged];
};

/**
 * The change that events make to a row: none if all of them are folded already. A row of another shape is folded again
 * from its whole stream: events are never folded onto a row of another release. Its old counts are subtracted in any
 * case.
 */
export const changeOf = async (
  platform: Platform,
  update: RowUpdate,
  before: StoredRow | undefined,
): Promise<(RowChange & { readonly update: RowUpdate }) | undefined> => {
  const { projection, view } = update;
  const row = hasSeveralSources(projection)
    ? await rowOfSeveral(platform, update, before)
    : await rowOfOne(platform, update, before);
  return row && { update, view, row, previous: before };
};

const rowOfOne = async (
  platform: Platform,
  update: RowUpdate,
  before: StoredRow | undefined,
): Promise<StoredRow | undefined> => {
  const { projection, key, own } = update;
  const last = lastOf(update);
  const base = isStale(projection, before) ? undefined : before;
  if (base && base.checkpoint >= last) return undefined;
  const news =
    before && !base
      ? await ownHistory(platform, update)
      : await afterCheckpoint(platform, update, base?.checkpoint ?? 0);
  const data = projection.fold(base?.data, news);
  if (!before && data === undefined && neverBegan(projection, news)) return undefined;
  return projection.stored(key, data, Math.max(last, news.at(-1)?.version ?? 0), own[0]!.stream.id);
};

/**
 * Applies events to a projection, in any order and any number of times: events that are already folded
 * are skipped, and gaps are filled from the stream. Throws `ConcurrencyError` when the row keeps changing.
 */
export const project = async <Row>(
  platform: Platform,
  projection: ReadModel<Row>,
  events: readonly RecordedEvent[],
): Promise<void> => {
  const streams = Map.groupBy(events, ({ stream }) => streamKey(stream));
  const updates = [...streams.values()].flatMap((some) => rowUpdates(projection, some));
  for (const update of mergedUpdates(updates)) await applyUpdate(platform, update);
};

/** Applies the events to one row, and retries while it changes concurrently. */
export const applyUpdate = async (platform: Platform, update: RowUpdate): Promise<void> => {
  for (let tries = 1; ; tries++) {
    const before = await platform.views.get(update.view, update.key, { consistent: true });
    const change = await changeOf(platform, update, before);
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
const afterCheckpoint = async (
  { events }: Platform,
  update: RowUpdate,
  after: number,
): Promise<readonly RecordedEvent[]> => {
  const { projection, key, own, batch } = update;
  const known = new Map(batch.map((event) => [event.version, event]));
  const range = Array.from({ length: lastOf(update) - after }, (_, i) => known.get(after + 1 + i));
  const whole = range.every((event) => event !== undefined);
  return ownIn(projection, key, whole ? range : await events.read(own[0]!.stream, { after }));
};

const ownHistory = async ({ events }: Platform, { projection, key, own }: RowUpdate) =>
  ownIn(projection, key, await events.read(own[0]!.stream));
