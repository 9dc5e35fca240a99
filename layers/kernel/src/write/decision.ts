import type { Caller } from '../platform.ts';
import type { Refusal } from '../problems/problem.ts';
import type { RecordStore } from '../storage/records.ts';
import type { Event } from './event.ts';
import type { Resource, Window } from './resource.ts';

export const isRefusal = (decision: object): decision is Refusal => 'refused' in decision;

/** What is written beside the facts, in the same transaction. */
export type Intent =
  | { readonly intent: 'claim'; readonly kind: string; readonly value: string; readonly field: string }
  | { readonly intent: 'release'; readonly kind: string; readonly value: string }
  | {
      readonly intent: 'book';
      readonly resource: Resource;
      readonly id: string;
      readonly window: Window;
      readonly buffer: number;
    }
  | { readonly intent: 'free'; readonly resource: Resource; readonly id: string; readonly from: string }
  | {
      readonly intent: 'keep';
      readonly register: RecordStore;
      readonly id: string;
      readonly data: object | undefined;
      readonly expiresAt?: string | undefined;
    }
  | { readonly intent: 'also'; readonly on: string; readonly fact: Event };

/** Nobody else in this organisation may hold this value: taken → 409 `<kind>-taken`, naming the field. */
export const claim = (kind: string, value: string, field: string = kind): Intent => ({
  intent: 'claim',
  kind,
  value,
  field,
});

/** Gives a claimed value back. */
export const release = (kind: string, value: string): Intent => ({ intent: 'release', kind, value });

/** Holds a resource for a window; `buffer` minutes must lie between it and its neighbours. Taken → 409 `resource-booked`. */
export const book = (resource: Resource, id: string, window: Window, { buffer = 0 } = {}): Intent => ({
  intent: 'book',
  resource,
  id,
  window,
  buffer,
});

/** Gives back the booking that begins at `from`. */
export const free = (resource: Resource, id: string, from: string): Intent => ({ intent: 'free', resource, id, from });

/** A record beside the facts, for those who look for it by other things than the organisation; until its time is up. */
export const putRecord = <Data extends object>(
  register: RecordStore<Data>,
  id: string,
  data: Data,
  expiresAt?: string,
): Intent => ({ intent: 'keep', register, id, data, expiresAt });

/** Takes the record out. */
export const deleteRecord = (register: RecordStore, id: string): Intent => ({
  intent: 'keep',
  register,
  id,
  data: undefined,
});

/** A fact on another stream of this context, which the command consults under that name and says that it appends to. */
export const appendTo = (on: string, fact: Event): Intent => ({ intent: 'also', on, fact });

export const isIntent = (part: object): part is Intent => 'intent' in part;

/** One fact, several with their intents, none (there was nothing to do), or a refusal. */
export type Decision<F extends Event, Code extends string = string> = F | readonly (F | Intent)[] | Refusal<Code>;

export interface CommandContext<Seen = unknown> {
  readonly now: string;
  readonly caller: Caller;
  /** The id of the aggregate being decided on. */
  readonly id: string;
  /** What the command consults, by the names it gave. */
  readonly sees: Seen;
  /** An id for a part of the aggregate: the same one when the same command is repeated. */
  readonly newId: (what: string) => string;
  /** What the command `draws`. */
  readonly secret?: string | undefined;
}
