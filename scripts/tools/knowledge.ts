import type { Contexts } from '@waybill/kernel/function';
import { digest } from '@waybill/kernel/ids';
import type { StoredRow } from '@waybill/kernel/platform';
import { neverBegan } from '@waybill/kernel/read/project';
import type { AnyProjection } from '@waybill/kernel/read/projection';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { projectionsIn } from '@waybill/kernel/rebuild/projections-in';
import { bookedKey, bookingsKey } from '@waybill/kernel/storage/aws/bookings';
import { rowKey } from '@waybill/kernel/storage/aws/items/row-items';
import type { Source } from '@waybill/kernel/write/aggregate';
import type { ClaimIntent } from '@waybill/kernel/write/decision';
import type { RecordedEvent, Stream } from '@waybill/kernel/write/event';
import type { Resource, Window } from '@waybill/kernel/write/resource';

/** What the table must contain, according to the contexts. */
export interface Knowledge {
  readonly projections: readonly AnyProjection[];
  /** Aggregates that declare bookings or claims. */
  readonly holders: readonly Source[];
}

export const knowledgeOf = (contexts: Contexts): Knowledge => {
  const definitions = Object.values(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .flatMap(({ definition }): Source[] => (definition.kind === 'command' ? [definition.on] : []));
  const holders = definitions.flatMap((on) => (on.invariantsOf ? [[`${on.context}#${on.name}`, on] as const] : []));
  return {
    projections: projectionsIn(contexts),
    holders: [...new Map(holders).values()],
  };
};

export interface ExpectedRow {
  readonly pk: string;
  readonly projection: AnyProjection;
  readonly row: StoredRow;
}

/** The rows that a projection makes of a stream, without deleted ones. */
export const rowsOf = (projection: AnyProjection, events: readonly RecordedEvent[]): ExpectedRow[] => {
  const view = viewOf(projection, events[0]!.stream.org);
  const handled = events.filter(({ type }) => projection.canHandle(type));
  return [...Map.groupBy(handled, (event) => projection.keyOf(event))].flatMap(([key, own]) => {
    if (key === undefined || neverBegan(projection, own)) return [];
    const row = projection.stored(key, projection.fold(undefined, own), own.at(-1)!.version, events[0]!.stream.id);
    return row.data === undefined ? [] : [{ pk: rowKey(view, key), projection, row }];
  });
};

/** The keys of the rows that events of a stream belong to. */
export const keysOf = (projection: AnyProjection, events: readonly RecordedEvent[]): ReadonlySet<string> =>
  new Set(events.filter(({ type }) => projection.canHandle(type)).flatMap((event) => projection.keyOf(event) ?? []));

export interface HeldBooking {
  readonly pk: string;
  readonly sk: string;
  readonly resource: Resource;
  readonly id: string;
  readonly window: Window;
  /** The expected attributes of the item: its window and index keys. */
  readonly says: string;
}

export interface HeldClaim {
  readonly pk: string;
  readonly kind: string;
  readonly value: string;
}

/** The bookings and claims of a stream, by its aggregate's invariants. */
export const heldBy = ({ context, fold, invariantsOf }: Source, stream: Stream, events: readonly RecordedEvent[]) => {
  const intents = invariantsOf?.(fold(events)) ?? [];
  const { org, id: holder } = stream;
  return {
    bookings: intents.flatMap((intent): HeldBooking[] => {
      if (intent.intent !== 'book') return [];
      const { resource, id, window } = intent;
      const listed = resource.exclusive ? bookedKey(org, resource) : undefined;
      return [
        {
          pk: bookingsKey(org, resource, id),
          sk: `${window.from}#${holder}`,
          resource,
          id,
          window,
          says: saying(window.to, listed),
        },
      ];
    }),
    claims: intents.flatMap((intent): HeldClaim[] =>
      intent.intent === 'claim' ? [heldClaim(context, org, intent)] : [],
    ),
  };
};

const heldClaim = (context: string, org: string, { claims: { name: kind }, value }: ClaimIntent): HeldClaim => ({
  kind,
  value,
  pk: `${context}#${org}#claim#${kind}#${value}`,
});

export const saying = (to: string | undefined, listed: string | undefined): string =>
  listed === undefined ? `until ${to}` : `until ${to}, listed`;

/** A digest of a row: equal for equal content, in any order of fields. */
export const contentOf = ({ data, counters, indexes }: StoredRow): string =>
  digest(JSON.stringify([data, counters, indexes], inOrder));

const inOrder = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
