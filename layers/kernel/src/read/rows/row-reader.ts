import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { UnreadableEvent } from '../../messaging/unreadable-event.ts';
import { count, logger } from '../../observability/observe.ts';
import { reasonOf } from '../../observability/reason-of.ts';
import type { Platform, StoredRow } from '../../platform.ts';
import type { Projection } from '../projection.ts';
import { hasSeveralSources, isStale, ownIn } from '../read-model.ts';
import { streamsOf } from '../streams/checkpoints.ts';
import { readFrom, readStreams, rowFrom } from '../streams/fold-streams.ts';
import type { IndexParts } from './index-keys.ts';
import { sortsBefore } from './sorts-before.ts';
import { UnreadableRow } from './unreadable-row.ts';

/** This many streams are read concurrently. */
const lanes = 10;

export type Place = Pick<IndexParts, 'index' | 'list' | 'parts'>;

/** Reads stored rows in the shape of the current code. */
export interface RowReader<Row> {
  /** The row, if it matches its schema. Throws `UnreadableRow` if not. */
  checked(key: string, row: Row): Row;
  /**
   * The rows named by an index that match the filters, at their positions. The index is eventually consistent: a row
   * must still belong to this part of it. A row of another shape is folded from its stream first. An unreadable row is
   * logged and left out, without affecting others.
   */
  suiting(
    stored: readonly (StoredRow<Row> | undefined)[],
    place: Place,
    where: (row: Row) => boolean,
  ): Promise<readonly (Row | undefined)[]>;
}

export const rowReader = <Row>(
  projection: Projection<Row>,
  platform: Pick<Platform, 'events'>,
  org: string,
): RowReader<Row> => {
  const { name, of, row: schema, key: keyed } = projection.definition;

  /** An error here concerns this row only. */
  const trying = <T>(key: string, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw new UnreadableRow(name, key, error);
    }
  };
  const checked = (key: string, row: Row): Row => {
    const { error } = schema.safeParse(row);
    if (error) throw new UnreadableRow(name, key, error);
    return row;
  };

  const unreadable = (key: string) => (error: unknown) => {
    throw error instanceof UnreadableEvent ? new UnreadableRow(name, key, error) : error;
  };

  const foldedFromAll = async (stored: StoredRow<Row>): Promise<StoredRow<Row>> => {
    const { key } = stored;
    const streams = streamsOf(projection, org, stored);
    const events = await readStreams(projection, streams, readFrom(platform)).catch(unreadable(key));
    return trying(key, () => rowFrom(projection, key, events));
  };

  const folded = async (key: string, id: string): Promise<StoredRow<Row>> => {
    const history = await platform.events
      .read({ context: of.context, org, aggregate: of.name, id })
      .catch(unreadable(key));
    return trying(key, () => {
      const own = ownIn(projection, key, history);
      return projection.stored(key, projection.fold(undefined, own), own.at(-1)?.version ?? 0, id);
    });
  };

  const today = async (stored: StoredRow<Row>, place: Place): Promise<Row | undefined> => {
    if (hasSeveralSources(projection)) {
      const fresh = isStale(projection, stored) ? await foldedFromAll(stored) : stored;
      return isIn(fresh, place) ? fresh.data : undefined;
    }
    const source = isStale(projection, stored) ? sourceOf(stored, keyed !== undefined) : undefined;
    if (source === undefined && stored.damaged) throw new UnreadableRow(name, stored.key, undefined);
    const fresh = source === undefined ? stored : await folded(stored.key, source);
    return isIn(fresh, place) ? fresh.data : undefined;
  };

  return {
    checked,
    suiting: async (stored, place, where) => {
      const rows: (Row | undefined)[] = [];
      await mapWithConcurrency([...stored.entries()], lanes, async ([i, kept]) => {
        if (!kept) return;
        try {
          const row = await today(kept, place);
          if (row !== undefined && trying(kept.key, () => where(row))) rows[i] = checked(kept.key, row);
        } catch (error) {
          if (!(error instanceof UnreadableRow)) throw error;
          logger.error('row left out', { ...reasonOf(error) });
          count('RowUnreadable', { projection: name });
        }
      });
      return rows;
    },
  };
};

/** The stream of a row. Releases without shapes did not store it where it is not the key. */
const sourceOf = ({ key, shape, streamId }: StoredRow, keyed: boolean): string | undefined =>
  streamId ?? (keyed && shape === undefined ? undefined : key);

const isIn = ({ key, indexes }: StoredRow, { index, list, parts }: Place): boolean => {
  const entry = indexes[index];
  if (entry?.index !== list) return false;
  const position = positionOf(entry.sort, key);
  return parts.some(
    ({ by, from, to }) =>
      by === entry.by &&
      (from === undefined || !sortsBefore(position, from)) &&
      (to === undefined || sortsBefore(position, to)),
  );
};

/** The position of a row in an index, from which the next page continues. */
export const positionOf = (sort: string, key: string): string => `${sort}#${key}`;
