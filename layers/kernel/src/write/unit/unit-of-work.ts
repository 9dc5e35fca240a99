import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../../backoff.ts';
import { stillWanted } from '../../http/in-time.ts';
import { count } from '../../observability/observe.ts';
import {
  ClaimTaken,
  type Commit,
  ConcurrencyError,
  type Platform,
  ThrottledError,
  TransactionConflict,
} from '../../platform.ts';
import type { Refusal } from '../../problems/problem.ts';
import { busyTryAgain, contended, taken } from '../../problems/problems.ts';
import type { Records } from '../../storage/records.ts';
import { isRefusal } from '../decision.ts';
import type { Event, EventMetadata, RecordedEvent, Stream } from '../event.ts';
import type { Booking, Resource } from '../resource.ts';
import { type RecordChanges, recordChanges } from './record-changes.ts';
import { type ReservationChanges, reservationChanges } from './reservation-changes.ts';
import { type StreamChanges, streamChanges } from './stream-changes.ts';

/** The metadata that all events of one command share. */
export type Stamp = Omit<EventMetadata, 'id' | 'type' | 'revision'>;

/** Claims and bookings that a unit of work writes, all of one organization. */
export type OtherWrites = Pick<Commit, 'claims' | 'releases' | 'books' | 'frees'>;

/**
 * Everything a request reads and writes, across streams, claims, bookings and records. It reads its own writes, and
 * commits once: everything or nothing, on condition that no stream, booking or record on which it depends has changed.
 */
export interface UnitOfWork
  extends Pick<Records, 'get' | 'findByUnique' | 'findBy'>,
    Pick<RecordChanges, 'put' | 'delete'> {
  readonly now: () => Date;
  /**
   * The events of a stream, including those that this unit appends. `guarded`: the commit fails if the stream has
   * grown.
   */
  history(stream: Stream, options?: { readonly guarded?: boolean }): Promise<readonly RecordedEvent[]>;
  append(stream: Stream, events: readonly Event[], stamp: Stamp): Promise<readonly RecordedEvent[]>;
  /** At most `limit` bookings of a resource. `guarded`: the commit fails if they have changed. */
  bookings(
    org: string,
    resource: Resource,
    id: string,
    options?: { readonly limit?: number; readonly guarded?: boolean },
  ): Promise<readonly Booking[]>;
  /** The holder of a claimed value, strongly consistent. */
  holder: Platform['events']['holder'];
  /** @throws {ClaimTaken} when two holders claim one value in the same unit */
  write(org: string, writes: OtherWrites): void;
}

/** How often a unit of work is attempted in total, when what it has read keeps changing. */
const attempts = 5;

const current = new AsyncLocalStorage<UnitOfWork>();

/** The unit of work of the current request. For callbacks from libraries; throws outside of one. */
export const currentUnit = (): UnitOfWork => {
  const unit = current.getStore();
  if (!unit) throw new Error('there is no unit of work');
  return unit;
};

/**
 * Runs the work and commits everything it wrote, in one transaction. A refusal is returned and nothing is written,
 * unless `commits` allows it. When the commit loses an optimistic-concurrency race, the work is repeated, 5 attempts in
 * total.
 *
 * @returns the result of the work; 409 `busy-try-again` when every attempt lost a race, and 503 when DynamoDB
 *   reported contention each time; 409 `<field>-taken` for a unique value that another holds
 * @throws {ThrottledError} when DynamoDB throttles
 */
export const inUnitOfWork = async <Result>(
  platform: Platform,
  work: (unit: UnitOfWork) => Promise<Result>,
  { commits = () => false, name }: { readonly commits?: (no: Refusal) => boolean; readonly name?: string } = {},
): Promise<Result | Refusal> => {
  for (let tries = 1; ; tries++) {
    stillWanted();
    const { unit, commit, foundFree } = open(platform);
    try {
      const result = await current.run(unit, () => work(unit));
      if (!isRefusal(result) || commits(result)) await commit();
      return result;
    } catch (error) {
      if (error instanceof ClaimTaken && !foundFree(error))
        return taken(error.claim.kind)({ field: error.claim.field });
      const lost = error instanceof ConcurrencyError || error instanceof ClaimTaken;
      if (!lost && !(error instanceof ThrottledError && error.retryable)) throw error;
      if (lost) count('RaceLost', name ? { command: name } : {});
      if (tries === attempts) {
        if (!lost) throw error;
        return error instanceof TransactionConflict ? contended() : busyTryAgain();
      }
      await sleep(backoff(tries));
    }
  }
};

const open = (platform: Platform) => {
  const { events, clock } = platform;
  const streams: StreamChanges = streamChanges(events);
  const records: RecordChanges = recordChanges(platform.records);
  const reservations: ReservationChanges = reservationChanges(events);
  const unit: UnitOfWork = { now: clock, ...streams.access, ...records.access, ...reservations.access };

  const commit = async () => {
    if (reservations.isEmpty() && !streams.appends().length && !records.changes().length) return;
    const { early, rest } = records.inCommits();
    for (const some of early) await events.commit({ records: some, appends: streams.take(some.map(({ id }) => id)) });
    await events.commit({
      ...reservations.parts(),
      unchangedStreams: streams.unchanged(),
      appends: streams.appends(),
      records: rest,
    });
  };
  const foundFree = (error: ClaimTaken) => records.foundFree(error) || reservations.foundFree(error);
  return { unit, commit, foundFree };
};
