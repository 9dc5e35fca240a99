import type { Caller } from '../platform.ts';
import type { Refusal } from '../problems/problem.ts';
import type { Claims } from '../read/claims.ts';
import type { RecordStore } from '../storage/records.ts';
import type { Source } from './aggregate.ts';
import type { Event } from './event.ts';
import type { Resource, Window } from './resource.ts';

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value;

export interface ClaimIntent<Name extends string = string> {
  readonly intent: 'claim';
  readonly claims: Claims<Name>;
  readonly value: string;
  readonly field: string;
}
interface ReleaseIntent<Name extends string = string> {
  readonly intent: 'release';
  readonly claims: Claims<Name>;
  readonly value: string;
}
interface BookIntent<Name extends string = string> {
  readonly intent: 'book';
  readonly resource: Resource<Name>;
  readonly id: string;
  readonly window: Window;
  readonly buffer: number;
}
interface FreeIntent<Name extends string = string> {
  readonly intent: 'free';
  readonly resource: Resource<Name>;
  readonly id: string;
  readonly from: string;
}
interface PutIntent<Data extends object = any> {
  readonly intent: 'putRecord';
  readonly store: RecordStore<Data>;
  readonly id: string;
  readonly data: Data;
  readonly expiresAt?: string | undefined;
}
interface DeleteIntent<Data extends object = any> {
  readonly intent: 'deleteRecord';
  readonly store: RecordStore<Data>;
  readonly id: string;
}
interface AppendIntent<Name extends string = string> {
  readonly intent: 'append';
  readonly to: Name;
  readonly event: Event;
}

/** What a decision writes in addition to its own events, in the same transaction. */
export type Intent = ClaimIntent | ReleaseIntent | BookIntent | FreeIntent | PutIntent | DeleteIntent | AppendIntent;

/** The intents that a map of declared `writes` allows. */
export type IntentOf<Writes> = {
  readonly [Name in keyof Writes]: Writes[Name] extends Resource<infer Of>
    ? BookIntent<Of> | FreeIntent<Of>
    : Writes[Name] extends Claims<infer Of>
      ? ClaimIntent<Of> | ReleaseIntent<Of>
      : Writes[Name] extends RecordStore<infer Data>
        ? PutIntent<Data> | DeleteIntent<Data>
        : Writes[Name] extends Source
          ? AppendIntent<Name & string>
          : never;
}[keyof Writes];

/**
 * Claims a value that no other aggregate of the organization may hold. If it is taken: 409 `<claims>-taken`, naming the
 * field.
 */
export const claim = <Name extends string>(
  claims: Claims<Name>,
  value: string,
  field: string = claims.name,
): ClaimIntent<Name> => ({ intent: 'claim', claims, value, field });

/** Releases a claimed value. */
export const release = <Name extends string>(claims: Claims<Name>, value: string): ReleaseIntent<Name> => ({
  intent: 'release',
  claims,
  value,
});

/**
 * Books a resource for a window, with a distance of `buffer` minutes to other bookings. Overlap: 409 `resource-booked`.
 */
export const book = <Name extends string>(
  resource: Resource<Name>,
  id: string,
  window: Window,
  { buffer = 0 } = {},
): BookIntent<Name> => ({ intent: 'book', resource, id, window, buffer });

/** Frees the booking that begins at `from`. */
export const free = <Name extends string>(resource: Resource<Name>, id: string, from: string): FreeIntent<Name> => ({
  intent: 'free',
  resource,
  id,
  from,
});

/** Writes a record; it is absent from `expiresAt` on. */
export const putRecord = <Data extends object>(
  store: RecordStore<Data>,
  id: string,
  data: NoInfer<Data>,
  expiresAt?: string,
): PutIntent<Data> => ({ intent: 'putRecord', store, id, data, expiresAt });

export const deleteRecord = <Data extends object>(store: RecordStore<Data>, id: string): DeleteIntent<Data> => ({
  intent: 'deleteRecord',
  store,
  id,
});

/** Appends an event to a stream that the command reads under this name, and declares among its `writes`. */
export const appendTo = <const Name extends string>(to: Name, event: Event): AppendIntent<Name> => ({
  intent: 'append',
  to,
  event,
});

export const isIntent = (part: object): part is Intent => 'intent' in part;

/** One event; any number of events and intents (none: nothing changes); or a refusal. */
export type Decision<E extends Event, I extends Intent = Intent, Code extends string = string> =
  | E
  | readonly (E | I)[]
  | Refusal<Code>;

export interface CommandContext<Who = any> {
  /** ISO-8601, UTC. */
  readonly now: string;
  readonly caller: Caller;
  /** The user that `as` authenticated. */
  readonly person: Who;
  /** The id of the aggregate that the command decides on. */
  readonly id: string;
  /** An id for a part of the aggregate: the same one when the command is repeated. */
  readonly newId: (what: string) => string;
  /** The result of `generateSecret`; `undefined` where the command has none. */
  readonly secret?: string | undefined;
}
