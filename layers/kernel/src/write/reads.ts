import type { Caller } from '../platform.ts';
import type { Claims } from '../read/claims.ts';
import type { RecordStore } from '../storage/records.ts';
import type { Source } from './aggregate.ts';
import type { Booking, Resource } from './resource.ts';

/**
 * What a command may read before it decides: another stream, the bookings of a resource, a record, or the holder of a
 * claim.
 */
export type Readable = Source | Resource | RecordStore | Claims;

/** An id in the caller's organization, or a stream of another organization. */
export type Place = string | { readonly org: string; readonly id: string };

/** Any number of streams of one aggregate. */
export interface Several<Of extends Source = Source> {
  readonly kind: 'several';
  readonly of: Of;
}

/** For a command that reads as many streams of an aggregate as its input names. */
export const several = <const Of extends Source>(of: Of): Several<Of> => ({ kind: 'several', of });

/**
 * An entry of `reads` for several streams: the decision receives a map from id to state, without the ids of streams
 * that do not exist. Eventually consistent: a transaction has too few items for a condition on each.
 */
export interface ReadSeveral<Of extends Several = Several, Input = any> {
  readonly of: Of;
  /** The ids, in the caller's organization. Duplicates are read once. */
  readonly ids: (input: Input) => readonly string[];
}

/** One entry of `reads`: what is read, and the function that gives its id. */
export interface Read<Of extends Readable = Readable, Input = any, State = any, Who = any> {
  readonly of: Of;
  /** The unique field of a record store by which the record is found, if not by its id. */
  readonly by?: Of extends RecordStore<infer Data> ? keyof Data & string : never;
  /**
   * The id of the stream, resource or record, or the claimed or unique value. `undefined`: nothing is read, and the
   * decision receives `undefined`, or no bookings.
   */
  readonly id: (
    input: Input,
    about: { readonly caller: Caller; readonly person: Who; readonly state: State | undefined },
  ) => Place | undefined;
  /**
   * Without it, the write fails if a stream or the bookings have changed since they were read. With it, the check and
   * its 2 write units are saved.
   */
  readonly consistency?: 'eventual';
}

/** The `reads` of a command, by the names under which the decision receives their values. */
export type Reads = Readonly<Record<string, Read | ReadSeveral>>;

/** The value that a read gives. */
export type ValueOf<Of> = Of extends Several<infer One> ? ReadonlyMap<string, StateOf<One>> : ValueOfOne<Of>;

type StateOf<Of> = Of extends Source<any, infer State> ? State : never;

type ValueOfOne<Of> =
  Of extends Source<any, infer State>
    ? State | undefined
    : Of extends RecordStore<infer Data>
      ? Data | undefined
      : Of extends Resource
        ? readonly Booking[]
        : string | undefined;

/** The values of reads, from a map of what they read. */
export type Values<Of> = { readonly [Name in keyof Of]: ValueOf<Of[Name]> };
