import { expect } from 'vitest';
import type { ReadModel } from '../read/read-model.ts';
import { inFoldOrder } from '../read/streams/checkpoints.ts';
import { type RecordedEvent, streamKey } from '../write/event.ts';

/** A check visits each combination of positions in the streams of a row: more would take seconds. */
const combinationsAtMost = 50_000;

/**
 * The rows of a projection after these histories, by their keys: one history for each stream (`recorded`).
 *
 * Events of different streams may arrive in any order, which must not matter: the check fails where a row depends on it,
 * and names the event. It covers every order, without trying each: a row is a function of how far it is in each stream,
 * so it is enough that each next event leads from one such combination of positions to the fold of the next one.
 */
export const projectedRows = <Row>(
  projection: ReadModel<Row>,
  ...histories: readonly (readonly RecordedEvent[])[]
): Readonly<Record<string, Row>> => {
  const own = histories.flat().filter(({ type }) => projection.canHandle(type));
  const rows = [...Map.groupBy(own, (event) => projection.keyOf(event))].flatMap(([key, events]) => {
    if (key === undefined) return [];
    const row = rowInAnyOrder(projection, key, inStreams(projection, events));
    return row === undefined ? [] : [[key, row] as const];
  });
  return Object.fromEntries(rows);
};

type Streams = readonly (readonly RecordedEvent[])[];
/** How many events of each stream are folded. */
type Positions = readonly number[];

const inStreams = (projection: ReadModel<any>, events: readonly RecordedEvent[]): Streams => {
  const byStream = Map.groupBy(events, ({ stream }) => streamKey(stream));
  const streams = inFoldOrder(
    projection,
    events.map(({ stream }) => stream),
  );
  return streams.map((stream) => byStream.get(streamKey(stream))!.toSorted((a, b) => a.version - b.version));
};

const rowInAnyOrder = <Row>(projection: ReadModel<Row>, key: string, streams: Streams): Row | undefined => {
  const combinations = streams.reduce((product, events) => product * (events.length + 1), 1);
  if (combinations > combinationsAtMost)
    throw new Error(`${key} has too many events for a check of every order: ${combinations} combinations`);
  const folded = new Map<string, Row | undefined>();
  const rowAt = (positions: Positions): Row | undefined => {
    const place = positions.join(' ');
    if (!folded.has(place)) folded.set(place, projection.fold(undefined, upTo(streams, positions)));
    return folded.get(place);
  };
  for (const positions of combinationsOf(streams)) {
    const row = rowAt(positions);
    // The projector folds a row without data again from all streams: no order to compare.
    if (row === undefined) continue;
    for (const [i, events] of streams.entries()) {
      const next = events[positions[i]!];
      if (!next || projection.begins(next.type)) continue;
      const before = upTo(streams, positions);
      const inOrder = rowAt(positions.with(i, positions[i]! + 1));
      const why = `the row ${key} depends on the order of events: ${named(next)} after ${before.map(named).join(', ')}`;
      expect(projection.fold(row, [next]), why).toEqual(inOrder);
    }
  }
  return rowAt(streams.map(({ length }) => length));
};

const upTo = (streams: Streams, positions: Positions): readonly RecordedEvent[] =>
  streams.flatMap((events, i) => events.slice(0, positions[i]));

const combinationsOf = (streams: Streams): readonly Positions[] =>
  streams.reduce<readonly Positions[]>(
    (all, events) => all.flatMap((some) => Array.from({ length: events.length + 1 }, (_, n) => [...some, n])),
    [[]],
  );

const named = ({ type, version, stream: { aggregate, id } }: RecordedEvent) =>
  `${type} (${aggregate} ${id}, ${version})`;
