import type { ExpiredWriter, JobPage } from '@waybill/kernel';

const pageSize = 100;

/**
 * Deletes a page of the expired records of several stores, one store after the other. Records that were changed or
 * deleted meanwhile are skipped.
 *
 * @param now ISO-8601
 */
export const purged = async (
  stores: readonly ExpiredWriter<any>[],
  cursor: string | undefined,
  now: string,
): Promise<JobPage> => {
  const at = Number(cursor ?? 0);
  const store = stores[at];
  if (!store) return { affected: 0 };
  const due = await store.find(now, pageSize);
  const affected = await store.delete(due);
  // The index is eventually consistent. When nothing could be deleted, it lists records that are deleted already.
  if (due.length === pageSize && affected > 0) return { affected, next: String(at) };
  return { affected, next: at + 1 < stores.length ? String(at + 1) : undefined };
};
