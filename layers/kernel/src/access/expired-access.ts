import { ConcurrencyError, type Platform } from '../platform.ts';
import type { RecordChange, StoredRecord } from '../storage/records.ts';
import type { Expired } from './declared/expired.ts';
import type { ExpiredReader, ExpiredWriter } from './handles.ts';

/** DynamoDB's limit is 100 items in a transaction. A record needs at most five. */
const atOnce = 18;

export const expiredReader =
  <Data extends object>({ store }: Expired<Data>, { records }: Pick<Platform, 'records'>): ExpiredReader<Data> =>
  (until, limit) =>
    records.findExpired(store, until, limit);

export const expiredWriter = <Data extends object>(of: Expired<Data>, platform: Platform): ExpiredWriter<Data> => {
  const { store } = of;
  const { events } = platform;
  const deleted = async (changes: readonly RecordChange[]): Promise<number> => {
    try {
      if (changes.length) await events.commit({ records: changes });
      return changes.length;
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
      if (changes.length === 1) return 0;
      // One of them has changed: halve the batch to find the others.
      const half = Math.ceil(changes.length / 2);
      return (await deleted(changes.slice(0, half))) + (await deleted(changes.slice(half)));
    }
  };
  return {
    find: expiredReader(of, platform),
    delete: async (found: readonly StoredRecord<Data>[]) => {
      let count = 0;
      for (let i = 0; i < found.length; i += atOnce) {
        const some = found.slice(i, i + atOnce);
        count += await deleted(some.map((before) => ({ store, id: before.id, before, after: undefined })));
      }
      return count;
    },
  };
};
