import type * as z from 'zod';
import { type LambdaFunction, lambda } from '../function.ts';
import { type Counters, type IndexEntry, indexNames, type RowPacking, type StoredRow } from '../platform.ts';
import type { Source } from '../write/aggregate.ts';
import type { CheckedEvent } from '../write/checked.ts';
import type { Event, EventType, RecordedEvent } from '../write/event.ts';
import { project } from './project.ts';
import type { ReadModel } from './read-model.ts';
import { packingOf } from './rows/row-packing.ts';
import { shapeOf } from './rows/row-shape.ts';

/** A recorded event, in the current shape. */
export type ProjectedEvent<D> = RecordedEvent<Event<string, D>> & { readonly aggregateId: string };

/** The position of a row in an index: `[by, sort]`, or none. */
export type IndexedBy<Row> = (row: Row) => readonly [by: string, sort: string] | '' | null | undefined;

export interface ProjectionSpec<Row> {
  /** The aggregate whose streams it projects. */
  readonly of: Source;
  readonly row: z.ZodType<Row>;
  /** False where no rows are stored: each read folds the whole stream, strongly consistent. */
  readonly stored?: false;
  /** The row that an event belongs to, if not the aggregate's own. */
  readonly key?: (event: ProjectedEvent<any>) => string | undefined;
  /**
   * The field with the time of the row's last event. Every event of the aggregate sets it, also one without a handler,
   * which without this field would be ignored. With `key`, only events with a handler set it.
   */
  readonly changedAt?: keyof Row;
  /** Indexes of the rows, by name: at most six. Adding or removing an entry costs one write unit, moving it two. */
  readonly indexes?: Readonly<Record<string, IndexedBy<Row>>>;
  /** The contribution of a row to the counters: the bucket, and a number for each counter. */
  readonly counters?: (row: Row) => Counters | undefined;
  /**
   * Increase it by one when the same events produce different rows, indexes or counters although schema, events and
   * names of the indexes are unchanged: stored rows are then folded again (ADR 13). `test/rows` fails where this was
   * forgotten.
   */
  readonly revision?: number;
}

export interface ProjectionDefinition<Row> extends ProjectionSpec<Row> {
  readonly kind: 'projection';
  readonly name: string;
  readonly eventTypes: readonly string[];
}

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

export const projection = <Row>(name: string, spec: ProjectionSpec<Row>) => build<Row, never>(name, spec, []);

const build = <Row, Handled extends string>(
  name: string,
  spec: ProjectionSpec<Row>,
  steps: readonly Step[],
): Projection<Row, Handled> => {
  const byType = new Map(steps.map((step) => [step.event.type as string, step]));
  if (byType.size < steps.length) throw new Error(`projection ${name} handles ${steps.at(-1)!.event.type} twice`);
  const unknown = steps.find(({ event }) => !spec.of.eventTypes.some(({ type }) => type === event.type));
  if (unknown) throw new Error(`projection ${name} handles ${unknown.event.type}, which ${spec.of.name} does not know`);
  const lists = Object.entries(spec.indexes ?? {});
  if (lists.length > indexNames.length) throw new Error(`${name} has more indexes than the table`);

  const told = (event: RecordedEvent, step: Step): ProjectedEvent<any> => ({
    ...event,
    aggregateId: event.stream.id,
    data: step.event.read(event),
  });
  const keyOf = (event: RecordedEvent) => {
    const step = byType.get(event.type);
    if (!spec.key) return event.stream.id;
    return step && spec.key(told(event, step));
  };
  const events = spec.changedAt ? spec.of.eventTypes : steps.map(({ event }) => event);
  const types = new Set<string>(events.map(({ type }) => type));
  const fold = (row: Row | undefined, events: readonly RecordedEvent[]) =>
    events.reduce<Row | undefined>((row, event) => {
      const step = byType.get(event.type);
      if (row === undefined && !step?.begins) return row;
      const changed = step ? (step.apply(row, told(event, step)) as Row | undefined) : row;
      return changed && spec.changedAt && types.has(event.type) ? { ...changed, [spec.changedAt]: event.at } : changed;
    }, row);
  const entriesOf = (data: Row): StoredRow['indexes'] => {
    const entries = lists.map(([index, entryOf]): IndexEntry | undefined => {
      const entry = entryOf(data);
      return entry ? { index, by: entry[0], sort: entry[1] } : undefined;
    });
    return entries.slice(0, entries.findLastIndex((entry) => entry !== undefined) + 1);
  };
  let known: string | undefined;
  const shape = () => {
    known ??= shapeOf({
      of: spec.of,
      row: spec.row,
      events: events.map(({ type, revision }) => ({ type, revision, begins: byType.get(type)?.begins ?? false })),
      lists: lists.map(([name]) => name),
      keyed: spec.key !== undefined,
      tallied: spec.counters !== undefined,
      revision: spec.revision ?? 1,
    });
    return known;
  };
  let packed: RowPacking | undefined;
  const packing = () => {
    packed ??= packingOf(shape(), spec.row);
    return packed;
  };
  const stored = (key: string, data: Row | undefined, seen: number, streamId = key): StoredRow<Row> => {
    const origin = { shape: shape(), ...(streamId !== key && { streamId }) };
    return data === undefined
      ? { key, checkpoint: seen, indexes: [], ...origin }
      : { key, data, checkpoint: seen, indexes: entriesOf(data), counters: spec.counters?.(data), ...origin };
  };

  const definition = { kind: 'projection' as const, name, eventTypes: [...types], ...spec };
  const self: Projection<Row, Handled> = Object.assign(
    lambda(definition, (platform) => (events: readonly RecordedEvent[]) => project(platform, self, events)),
    {
      fold,
      stored,
      shape,
      packing,
      keyOf,
      canHandle: (type: string) => types.has(type),
      begin: (event: EventType<any, any>, first: (event: any) => Row) =>
        build(name, spec, [...steps, { event, begins: true, apply: (_, event) => first(event) }]),
      on: (event: EventType<any, any>, change: (row: Row, event: any) => Row | undefined) =>
        build(name, spec, [...steps, { event, begins: false, apply: change }]),
    },
  ) as unknown as Projection<Row, Handled>;
  return self;
};

/** A projection of any rows: what reads them knows their schema. */
export type AnyProjection = Projection<any>;
