import {
  ConcurrencyError,
  type JobPage,
  type Platform,
  type Reach,
  type RecordChange,
  type RecordStore,
} from '@waybill/kernel';

/** For whoever takes these out. */
export const purgeReaches = (...all: readonly RecordStore[]): readonly Reach[] =>
  all.flatMap((register): Reach[] => [
    { to: 'sweep', register },
    { to: 'keep', register },
  ]);

const pageSize = 100;
/** A transaction takes a hundred items, and a record comes to at most five. */
const atOnce = 18;
/** Takes out records whose time is up, a page of them. Of what somebody else has changed or taken out meanwhile, nothing. */
export const purged = async (platform: Platform, register: RecordStore): Promise<JobPage> => {
  const { events, records, clock } = platform;
  const due = await records.findExpired(register, clock().toISOString(), pageSize);
  const changes = due.map((was): RecordChange => ({ store: register, id: was.id, before: was, after: undefined }));
  const takenOut = async (entries: readonly RecordChange[]): Promise<number> => {
    try {
      if (entries.length) await events.commit({ records: entries });
      return entries.length;
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
      if (entries.length === 1) return 0;
      const half = Math.ceil(entries.length / 2);
      return (await takenOut(entries.slice(0, half))) + (await takenOut(entries.slice(half)));
    }
  };
  let affected = 0;
  for (let i = 0; i < changes.length; i += atOnce) affected += await takenOut(changes.slice(i, i + atOnce));
  // The index is a moment behind: where nothing could be taken out, it shows what is gone already.
  return { affected, next: due.length === pageSize && affected > 0 ? 'more' : undefined };
};
