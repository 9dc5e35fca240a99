import type { RecordStore } from '../../storage/records.ts';

/** The records of a store whose time is up, which `get` no longer finds: for jobs that delete them or act on them. */
export interface Expired<Data extends object = any> {
  readonly kind: 'expired';
  readonly store: RecordStore<Data>;
}

export const expired = <Data extends object>(store: RecordStore<Data>): Expired<Data> => ({ kind: 'expired', store });
