import type { Recorded } from './event.ts';
import { LostRace, type Platform, type StoredRow } from './platform.ts';
import type { Projection } from './projection.ts';

/** How often a row is read again when another projector was quicker. */
const attempts = 10;

/**
 * Tells a projection some events of one stream, in any order and any number of times: a row takes only what it has
 * not seen, and where something is missing in between it is read from the stream itself.
 * Throws `LostRace` when the row will not hold still.
 */
export const project = async <Row>(
  platform: Platform,
  projection: Projection<Row>,
  events: readonly Recorded[],
): Promise<void> => {
  const heard = events.filter((event) => projection.hearsOf(event.type));
  const rows = Map.groupBy(heard, (event) => projection.keyOf(event));
  for (const [key, own] of rows) if (key !== undefined) await update(platform, projection, key, own, events);
};

const update = async <Row>(
  platform: Platform,
  projection: Projection<Row>,
  key: string,
  own: readonly Recorded[],
  batch: readonly Recorded[],
) => {
  const { of, name } = projection.definition;
  const last = Math.max(...own.map(({ version }) => version));
  const { org } = own[0]!.stream;
  const view = { context: of.context, org, name };
  for (let tries = 1; ; tries++) {
    const before = (await platform.views.get(view, key, { consistent: true })) as StoredRow<Row> | undefined;
    if (before && before.seen >= last) return;
    const news = await unseen(platform, projection, key, before, own, batch);
    const data = projection.fold(before?.data, news);
    const seen = Math.max(last, news.at(-1)?.version ?? 0);
    if (!before && data === undefined) return;
    try {
      return await platform.views.put(view, projection.stored(key, data, seen), before);
    } catch (error) {
      if (!(error instanceof LostRace) || tries === attempts) throw error;
    }
  }
};

/** The row's own events after those it has seen: from the batch if nothing is missing in it, else from the stream. */
const unseen = async <Row>(
  { events }: Platform,
  projection: Projection<Row>,
  key: string,
  before: StoredRow<Row> | undefined,
  own: readonly Recorded[],
  batch: readonly Recorded[],
): Promise<readonly Recorded[]> => {
  const after = before?.seen ?? 0;
  const last = Math.max(...own.map(({ version }) => version));
  const known = new Map(batch.map((event) => [event.version, event]));
  const range = Array.from({ length: last - after }, (_, i) => known.get(after + 1 + i));
  const whole = range.every((event) => event !== undefined);
  const all = whole ? range : await events.read(own[0]!.stream, { after });
  return all.filter((event) => projection.hearsOf(event.type) && projection.keyOf(event) === key);
};
