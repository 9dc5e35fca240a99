import type { ExpiredWriter, JobPage } from '@waybill/kernel';

const pageSize = 100;

/**
 * Deletes a page of the expired records. Records that were changed or deleted meanwhile are skipped.
 *
 * @param now ISO-8601
 */
export const purged = async (expired: ExpiredWriter<any>, now: string): Promise<JobPage> => {
  const due = await expired.find(now, pageSize);
  const affected = await expired.delete(due);
  // The index is eventually consistent. When nothing could be deleted, it lists records that are deleted already.
  return { affected, next: due.length === pageSize && affected > 0 ? 'more' : undefined };
};
