/**
 * Records that are what they say now, and have no history: people's accounts, sessions, what a library keeps.
 * They belong to no organisation. What is unique is held by one entry; entries are found under the other fields.
 */
export interface Register<Data extends object = any> {
  readonly kind: 'register';
  readonly context: string;
  readonly name: string;
  /** Fields whose value one entry has and no other. */
  readonly unique: readonly (keyof Data & string)[];
  /** Fields under whose value entries are found together. */
  readonly under: readonly (keyof Data & string)[];
}

export const register = <Data extends object>(
  context: string,
  name: string,
  { unique = [], under = [] }: Partial<Pick<Register<Data>, 'unique' | 'under'>> = {},
): Register<Data> => ({ kind: 'register', context, name, unique, under });

/** A record as it is kept. */
export interface Entry<Data = any> {
  readonly id: string;
  readonly data: Data;
  /** Every change raises it by one: nobody writes over what they have not read. */
  readonly version: number;
  /** ISO; from then on it is absent, whether it has been swept or not. */
  readonly expiresAt?: string | undefined;
}

/** An entry to be written in the place of the one that was read (`undefined`: none), or taken out. */
export interface EntryChange<Data extends object = any> {
  readonly register: Register<Data>;
  readonly id: string;
  readonly was: Entry<Data> | undefined;
  readonly now: Pick<Entry<Data>, 'data' | 'expiresAt'> | undefined;
}

/** Where records are kept: all strongly consistent, but for `due`. They are written with `EventStore.commit`. */
export interface Registers {
  entry<Data extends object>(register: Register<Data>, id: string): Promise<Entry<Data> | undefined>;
  /** The one that has this value in a unique field. */
  holding<Data extends object>(
    register: Register<Data>,
    field: keyof Data & string,
    value: string,
  ): Promise<Entry<Data> | undefined>;
  /** All that have this value in a field that is looked under, by id; so many of them at most, if asked: the first, or the last. */
  under<Data extends object>(
    register: Register<Data>,
    field: keyof Data & string,
    value: string,
    range?: { readonly limit: number; readonly descending?: boolean },
  ): Promise<Entry<Data>[]>;
  /** Entries whose time was up before `until`, the longest past first: for those who tidy up. Eventually consistent. */
  due<Data extends object>(register: Register<Data>, until: string, limit: number): Promise<Entry<Data>[]>;
}

/** Where an entry is to be found by a field: nowhere, if it has no value there. */
export const placeIn = (entry: Pick<Entry, 'data'> | undefined, field: string): string | undefined => {
  const value = entry?.data[field];
  return value === undefined || value === null ? undefined : String(value);
};
