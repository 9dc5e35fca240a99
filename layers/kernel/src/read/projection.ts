import { type LambdaFunction, lambda } from '../function.ts';
import type { Checkpoints, IndexEntry, RowPacking, StoredRow } from '../platform.ts';
import type { CheckedEvent } from '../write/checked.ts';
import type { EventType, RecordedEvent } from '../write/event.ts';
import { checkProjection } from './check-projection.ts';
import { project } from './project.ts';
import type { ProjectedEvent, ProjectionDefinition, ProjectionSpec, SeveralSourcesSpec } from './projection-spec.ts';
import type { ReadModel } from './read-model.ts';
import { packingOf } from './rows/row-packing.ts';
import { shapeOf } from './rows/row-shape.ts';

/** A read model: a row begins with one event, changes on others, and is deleted when a change returns nothing. */
export interface Projection<Row, Handled extends string = any>
  extends LambdaFunction<ProjectionDefinition<Row>, readonly RecordedEvent[], void>,
    ReadModel<Row> {
  readonly definition: ProjectionDefinition<Row>;
  begin<T extends string, D>(
    event: CheckedEvent<T, D, Handled>,
    first: (event: ProjectedEvent<D>) => Row,
  ): Projection<Row, Handled | T>;
  on<T extends string, D>(
    event: CheckedEvent<T, D, Handled>,
    change: (row: Row, event: ProjectedEvent<D>) => Row | undefined,
  ): Projection<Row, Handled | T>;
}

interface Step {
  readonly event: EventType<any, any>;
  readonly begins: boolean;
  readonly apply: (row: any, event: any) => unknown;
}

interface Define {
  <Row>(name: string, spec: SeveralSourcesSpec<Row>): Projection<Row, never>;
  <Row>(name: string, spec: ProjectionSpec<Row>): Projection<Row, never>;
}

/** Rows of one aggregate, or of several: see `ProjectionSpec` and `SeveralSourcesSpec`. */
export const projection: Define = <Row>(name: string, spec: ProjectionSpec<Row> | SeveralSourcesSpec<Row>) =>
  build<Row, never>(name, spec, []);

const build = <Row, Handled extends string>(
  name: string,
  spec: ProjectionSpec<Row> | SeveralSourcesSpec<Row>,
  steps: readonly Step[],
): Projection<Row, Handled> => {
  const sources = 'kind' in spec.of ? [spec.of] : spec.of;
  checkProjection(name, { ...spec, sources }, steps);
  const byType = new Map(steps.map((step) => [step.event.type as string, step]));
  const handled = steps.map(({ event }) => event);
  const events = spec.changedAt && sources.length === 1 ? sources[0]!.eventTypes : handled;
  const types = new Set<string>(events.map(({ type }) => type));
  const indexes = Object.entries(spec.indexes ?? {});

  const projected = (event: RecordedEvent, step: Step): ProjectedEvent<any> => ({
    ...event,
    aggregateId: event.stream.id,
    data: step.event.read(event),
  });
  /** Whether the event is one of the source that knows its type. */
  const isOfItsSource = ({ type, stream }: RecordedEvent) =>
    sources.some(
      ({ context, name, eventTypes }) =>
        context === stream.context && name === stream.aggregate && eventTypes.some((known) => known.type === type),
    );
  const keyOf = (event: RecordedEvent) => {
    const step = byType.get(event.type);
    if (!spec.key) return event.stream.id;
    if (!step || (sources.length > 1 && !isOfItsSource(event))) return undefined;
    return spec.key(projected(event, step));
  };
  const fold = (row: Row | undefined, events: readonly RecordedEvent[]) =>
    events.reduce<Row | undefined>((row, event) => {
      const step = byType.get(event.type);
      if (row === undefined && !step?.begins) return row;
      const changed = step ? (step.apply(row, projected(event, step)) as Row | undefined) : row;
      if (!changed || !spec.changedAt || !types.has(event.type)) return changed;
      const before = sources.length > 1 && !step?.begins && row ? String(row[spec.changedAt]) : '';
      return { ...changed, [spec.changedAt]: before > event.at ? before : event.at };
    }, row);
  const entriesOf = (data: Row): StoredRow['indexes'] => {
    const entries = indexes.map(([index, entryOf]): IndexEntry | undefined => {
      const entry = entryOf(data);
      return entry ? { index, by: entry[0], sort: entry[1] } : undefined;
    });
    return entries.slice(0, entries.findLastIndex((entry) => entry !== undefined) + 1);
  };
  let known: string | undefined;
  const shape = () => {
    known ??= shapeOf({
      sources,
      row: spec.row,
      events: events.map(({ type, revision }) => ({ type, revision, begins: byType.get(type)?.begins ?? false })),
      indexes: indexes.map(([index]) => index),
      hasKey: spec.key !== undefined,
      hasCounters: spec.counters !== undefined,
      revision: spec.revision ?? 1,
    });
    return known;
  };
  let packed: RowPacking | undefined;
  const packing = () => {
    packed ??= packingOf(shape(), spec.row);
    return packed;
  };
  const stored = (
    key: string,
    data: Row | undefined,
    checkpoint: number | Checkpoints,
    streamId = key,
  ): StoredRow<Row> => {
    const origin = { ...positionOf(checkpoint), shape: shape(), ...(streamId !== key && { streamId }) };
    return data === undefined
      ? { key, indexes: [], ...origin }
      : { key, data, indexes: entriesOf(data), counters: spec.counters?.(data), ...origin };
  };

  const definition = {
    ...spec,
    kind: 'projection' as const,
    name,
    of: sources[0]!,
    sources,
    eventTypes: [...types],
  };
  const self: Projection<Row, Handled> = Object.assign(
    lambda(definition, (platform) => (events: readonly RecordedEvent[]) => project(platform, self, events)),
    {
      fold,
      stored,
      shape,
      packing,
      keyOf,
      canHandle: (type: string) => types.has(type),
      begins: (type: string) => byType.get(type)?.begins === true,
      begin: (event: EventType<any, any>, first: (event: any) => Row) =>
        build(name, spec, [...steps, { event, begins: true, apply: (_, event) => first(event) }]),
      on: (event: EventType<any, any>, change: (row: Row, event: any) => Row | undefined) =>
        build(name, spec, [...steps, { event, begins: false, apply: change }]),
    },
  ) as unknown as Projection<Row, Handled>;
  return self;
};

const positionOf = (checkpoint: number | Checkpoints): Pick<StoredRow, 'checkpoint' | 'checkpoints'> =>
  typeof checkpoint === 'number'
    ? { checkpoint }
    : { checkpoint: Object.values(checkpoint).reduce((sum, version) => sum + version, 0), checkpoints: checkpoint };

/** A projection of any rows: what reads them knows their schema. */
export type AnyProjection = Projection<any>;
