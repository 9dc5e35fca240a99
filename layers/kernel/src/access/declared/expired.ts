import type { RecordStore } from '../../storage/records.ts';

/** The expired records of a store, which `get` no longer finds: for jobs that delete or process them. */
export interface Expired<Data extends object = any> {
  readonly kind: 'expired';
  readonly store: RecordStore<Data>;
}

export const expired = <Data extends object>(store: RecordStore<Data>): Expired<Data> => ({ kind: 'expired', store });
