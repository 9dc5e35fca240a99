import type { RecordStore } from '../storage/records.ts';
import type { RecordReader, RecordWriter } from './handles.ts';
import type { Opened } from './open-access.ts';

export const recordReader = <Data extends object>(
  store: RecordStore<Data>,
  { platform, unit }: Pick<Opened, 'platform' | 'unit'>,
): RecordReader<Data> => {
  const records = unit ?? platform.records;
  return {
    get: (id) => records.get(store, id),
    findByUnique: (field, value) => records.findByUnique(store, field, value),
    findBy: (field, value, range) => records.findBy(store, field, value, range),
  };
};

export const recordWriter = <Data extends object>(
  store: RecordStore<Data>,
  opened: Pick<Opened, 'platform' | 'unit'>,
): RecordWriter<Data> => {
  const unit = () => {
    if (!opened.unit) throw new Error(`${store.name} is written inside a unit of work only`);
    return opened.unit;
  };
  return {
    ...recordReader(store, opened),
    put: (id, data, expiresAt) => unit().put(store, id, data, expiresAt),
    delete: (id) => unit().delete(store, id),
  };
};
