import type { ExpiredWriter, JobPage } from '@waybill/kernel';

const pageSize = 100;

/**
 * Deletes a page of the records whose time is up. Those that have changed or are gone meanwhile are left.
 *
 * @param now ISO-8601
 */
export const purged = async (expired: ExpiredWriter<any>, now: string): Promise<JobPage> => {
  const due = await expired.find(now, pageSize);
  const affected = await expired.delete(due);
  // The index is eventually consistent: when nothing could be deleted, it shows what is gone already.
  return { affected, next: due.length === pageSize && affected > 0 ? 'more' : undefined };
};
