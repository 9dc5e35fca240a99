/**
 * Records with a current state and no history: accounts, sessions, the data of a library. They belong to no
 * organization. A unique value belongs to one record; records can also be found by indexed fields.
 */
export interface RecordStore<Data extends object = any> {
  readonly kind: 'recordStore';
  readonly context: string;
  readonly name: string;
  /** Fields whose value only one record may have. */
  readonly unique: readonly (keyof Data & string)[];
  /** Fields by whose value records can be found. */
  readonly indexed: readonly (keyof Data & string)[];
}

export const recordStore = <Data extends object>(
  context: string,
  name: string,
  { unique = [], indexed = [] }: Partial<Pick<RecordStore<Data>, 'unique' | 'indexed'>> = {},
): RecordStore<Data> => ({ kind: 'recordStore', context, name, unique, indexed });

/** A stored record. */
export interface StoredRecord<Data = any> {
  readonly id: string;
  readonly data: Data;
  /** Every change increases it by one: a write fails if the version is not the one that was read. */
  readonly version: number;
  /** ISO-8601; from then on the record is absent, even if it has not been deleted yet. */
  readonly expiresAt?: string | undefined;
}

/** A record that replaces the one that was read (`undefined`: none), or its deletion. */
export interface RecordChange<Data extends object = any> {
  readonly store: RecordStore<Data>;
  readonly id: string;
  readonly before: StoredRecord<Data> | undefined;
  readonly after: Pick<StoredRecord<Data>, 'data' | 'expiresAt'> | undefined;
}

/** Stores records, strongly consistent except for `findExpired`. They are written with `EventStore.commit`. */
export interface Records {
  /** With `consistent: false` at half the price: a record that was written in the last second may be missing. */
  get<Data extends object>(
    store: RecordStore<Data>,
    id: string,
    options?: { readonly consistent?: boolean },
  ): Promise<StoredRecord<Data> | undefined>;
  /** The record that has this value in a unique field. */
  findByUnique<Data extends object>(
    store: RecordStore<Data>,
    field: keyof Data & string,
    value: string,
  ): Promise<StoredRecord<Data> | undefined>;
  /** The records with this value in an indexed field, ordered by id: all, or the first or last `limit`. */
  findBy<Data extends object>(
    store: RecordStore<Data>,
    field: keyof Data & string,
    value: string,
    range?: { readonly limit: number; readonly descending?: boolean },
  ): Promise<StoredRecord<Data>[]>;
  /** Records that expired before `until`, the earliest first: for clean-up jobs. Eventually consistent. */
  findExpired<Data extends object>(
    store: RecordStore<Data>,
    until: string,
    limit: number,
  ): Promise<StoredRecord<Data>[]>;
}

/** The value by which a field finds a record; `undefined` if the record has no value there. */
export const indexedValue = (entry: Pick<StoredRecord, 'data'> | undefined, field: string): string | undefined => {
  const value = entry?.data[field];
  return value === undefined || value === null ? undefined : String(value);
};
