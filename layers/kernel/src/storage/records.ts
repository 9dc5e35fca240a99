/**
 * Records that are what they say now, and have no history: people's accounts, sessions, what a library keeps.
 * They belong to no organisation. What is unique is held by one entry; entries are found under the other fields.
 */
export interface RecordStore<Data extends object = any> {
  readonly kind: 'recordStore';
  readonly context: string;
  readonly name: string;
  /** Fields whose value one entry has and no other. */
  readonly unique: readonly (keyof Data & string)[];
  /** Fields under whose value entries are found together. */
  readonly indexed: readonly (keyof Data & string)[];
}

export const recordStore = <Data extends object>(
  context: string,
  name: string,
  { unique = [], indexed = [] }: Partial<Pick<RecordStore<Data>, 'unique' | 'indexed'>> = {},
): RecordStore<Data> => ({ kind: 'recordStore', context, name, unique, indexed });

/** A record as it is kept. */
export interface StoredRecord<Data = any> {
  readonly id: string;
  readonly data: Data;
  /** Every change raises it by one: nobody writes over what they have not read. */
  readonly version: number;
  /** ISO; from then on it is absent, whether it has been swept or not. */
  readonly expiresAt?: string | undefined;
}

/** An entry to be written in the place of the one that was read (`undefined`: none), or taken out. */
export interface RecordChange<Data extends object = any> {
  readonly store: RecordStore<Data>;
  readonly id: string;
  readonly before: StoredRecord<Data> | undefined;
  readonly after: Pick<StoredRecord<Data>, 'data' | 'expiresAt'> | undefined;
}

/** Where records are kept: all strongly consistent, but for `due`. They are written with `EventStore.commit`. */
export interface Records {
  get<Data extends object>(register: RecordStore<Data>, id: string): Promise<StoredRecord<Data> | undefined>;
  /** The one that has this value in a unique field. */
  findByUnique<Data extends object>(
    register: RecordStore<Data>,
    field: keyof Data & string,
    value: string,
  ): Promise<StoredRecord<Data> | undefined>;
  /** All that have this value in a field that is looked under, by id; so many of them at most, if asked: the first, or the last. */
  findBy<Data extends object>(
    register: RecordStore<Data>,
    field: keyof Data & string,
    value: string,
    range?: { readonly limit: number; readonly descending?: boolean },
  ): Promise<StoredRecord<Data>[]>;
  /** Entries whose time was up before `until`, the longest past first: for those who tidy up. Eventually consistent. */
  findExpired<Data extends object>(
    register: RecordStore<Data>,
    until: string,
    limit: number,
  ): Promise<StoredRecord<Data>[]>;
}

/** Where an entry is to be found by a field: nowhere, if it has no value there. */
export const indexedValue = (entry: Pick<StoredRecord, 'data'> | undefined, field: string): string | undefined => {
  const value = entry?.data[field];
  return value === undefined || value === null ? undefined : String(value);
};
