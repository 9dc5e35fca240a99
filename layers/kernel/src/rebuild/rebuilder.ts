import type { Contexts } from '../function.ts';
import { type JobPage, job } from '../jobs/job.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { park } from '../messaging/park.ts';
import type { Platform } from '../platform.ts';
import type { Projection } from '../read/projection.ts';
import { follows, isStale } from '../read/read-model.ts';
import { viewOf } from '../read/rows/view-of.ts';
import { type Stream, streamKey } from '../write/event.ts';
import { type KnownShapes, knownShapes, placeOf, rememberShapes } from './known-shapes.ts';
import { ProjectionError } from './projection-error.ts';
import { projectionsIn } from './projections-in.ts';
import { refoldStale } from './refold.ts';

export const rebuilderName = 'rebuildStaleRows';
export const rebuilderEvery = 'rate(5 minutes)';

/** This many table items are a page, and this many streams are folded together. */
const itemsAtOnce = 1_000;
const lanes = 8;
/**
 * The previous release may still be writing for this time: its projector finishes its batch within its time limit of a
 * minute.
 */
const graceMs = 3 * 60_000;

/** The position of a pass over the table, and the shapes that it is for. */
interface Pass {
  readonly shapes: Readonly<Record<string, string>>;
  readonly after?: string | undefined;
}

/**
 * A job that brings rows of an older release into the current shape, and builds new projections: one pass over the
 * streams of the table for all projections with a changed shape, in pages, continued by the next run. While no shape
 * has changed it reads one item.
 */
export const rebuilder = (contexts: Contexts) => {
  const projections = projectionsIn(contexts);

  const page = async (platform: Platform, cursor: string | undefined): Promise<JobPage> => {
    const now = platform.clock();
    const known = await knownShapes(platform);
    await rememberShapes(platform, firstMet(projections, known, now));

    const pass = passFrom(cursor, projections) ?? { shapes: dueIn(projections, known, now) };
    const meant = projections.filter((projection) => pass.shapes[placeOf(projection)] === projection.shape());
    if (!meant.length) return { affected: 0 };

    const { streams, next } = await platform.events.streams({ after: pass.after, limit: itemsAtOnce });
    let affected = 0;
    for (const projection of meant) affected += await refoldSome(platform, projection, streams);
    if (next !== undefined) return { affected, next: JSON.stringify({ ...pass, after: next } satisfies Pass) };

    const done = meant.map((projection) => [
      placeOf(projection),
      { shape: projection.shape(), since: now.toISOString(), done: true },
    ]);
    await rememberShapes(platform, Object.fromEntries(done));
    return { affected };
  };
  return job(
    { kind: 'schedule', name: rebuilderName, every: rebuilderEvery },
    (platform) => (cursor) => page(platform, cursor),
  );
};

const firstMet = (projections: readonly Projection<any>[], known: KnownShapes, now: Date): KnownShapes =>
  Object.fromEntries(
    projections
      .filter((projection) => known[placeOf(projection)]?.shape !== projection.shape())
      .map((projection) => [placeOf(projection), { shape: projection.shape(), since: now.toISOString(), done: false }]),
  );

const dueIn = (projections: readonly Projection<any>[], known: KnownShapes, now: Date): Pass['shapes'] =>
  Object.fromEntries(
    projections.flatMap((projection) => {
      const { shape, since = '', done } = known[placeOf(projection)] ?? {};
      const isDue = shape === projection.shape() && !done && Date.parse(since) + graceMs <= now.getTime();
      return isDue ? [[placeOf(projection), shape]] : [];
    }),
  );

/** The current pass; none if it was begun for shapes that are no longer current. */
const passFrom = (cursor: string | undefined, projections: readonly Projection<any>[]): Pass | undefined => {
  const pass = cursor === undefined ? undefined : (JSON.parse(cursor) as Pass);
  const isOurs = pass && projections.some((projection) => pass.shapes[placeOf(projection)] === projection.shape());
  return isOurs ? pass : undefined;
};

const refoldSome = async (platform: Platform, projection: Projection<any>, streams: readonly Stream[]) => {
  const own = streams.filter((stream) => follows(projection, stream));
  let affected = 0;
  await mapWithConcurrency(await withStaleRows(platform, projection, own), lanes, async (stream) => {
    try {
      const written = await refoldStale(platform, projection, stream);
      affected += written;
    } catch (error) {
      if (!(error instanceof ProjectionError)) throw error;
      await park(platform, projection, { stream }, error.cause);
    }
  });
  return affected;
};

/**
 * Where each stream has one row with its own id, reading the row is enough; otherwise the stream must be read to find
 * its rows.
 */
const withStaleRows = async (
  { views }: Platform,
  projection: Projection<any>,
  streams: readonly Stream[],
): Promise<readonly Stream[]> => {
  const { key } = projection.definition;
  if (key) return streams;
  const unique = [...new Map(streams.map((stream) => [streamKey(stream), stream])).values()];
  const rows = await views.getMany(unique.map(({ org, id }) => ({ view: viewOf(projection, org), key: id })));
  return unique.filter((_, i) => rows[i] === undefined || isStale(projection, rows[i]));
};
