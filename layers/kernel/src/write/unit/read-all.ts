import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import type { Caller } from '../../platform.ts';
import type { Source } from '../aggregate.ts';
import type { Place, Read, Reads } from '../reads.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** The maximum number of bookings that a decision receives. */
const mostBookings = 100;
/** The number of streams that are read at the same time. */
const streamsAtOnce = 25;

/** What a command reads before it decides, by name. */
export const readAll = async (
  unit: UnitOfWork,
  reads: Reads,
  org: string,
  input: unknown,
  about: { readonly caller: Caller; readonly person: unknown; readonly state: unknown },
): Promise<Record<string, unknown>> => {
  const entries = Object.entries(reads).map(async ([name, read]) => {
    const value =
      'ids' in read
        ? await statesOf(unit, read.of.of, org, read.ids(input))
        : await readValue(unit, read, org, read.id(input, about));
    return [name, value] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
};

const statesOf = async (unit: UnitOfWork, { context, name, fold }: Source, org: string, ids: readonly string[]) => {
  const states = new Map<string, unknown>();
  await mapWithConcurrency([...new Set(ids)], streamsAtOnce, async (id) => {
    const state = fold(await unit.history({ context, org, aggregate: name, id }, { guarded: false }));
    if (state !== undefined) states.set(id, state);
  });
  return states;
};

const readValue = async (
  unit: UnitOfWork,
  { of, by, consistency }: Read,
  callersOrg: string,
  place: Place | undefined,
) => {
  if (place === undefined) return of.kind === 'resource' ? [] : undefined;
  const { org, id } = typeof place === 'string' ? { org: callersOrg, id: place } : place;
  const guarded = consistency !== 'eventual';
  if (of.kind === 'recordStore')
    return (await (by === undefined ? unit.get(of, id) : unit.findByUnique(of, by, id)))?.data;
  if (of.kind === 'claims') return unit.holder(callersOrg, of, id);
  // Bookings are made in the caller's organization only.
  if (of.kind === 'resource') return unit.bookings(callersOrg, of, id, { limit: mostBookings, guarded });
  return of.fold(await unit.history({ context: of.context, org, aggregate: of.name, id }, { guarded }));
};
