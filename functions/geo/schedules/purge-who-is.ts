import { expired, schedule, whoIsRecords } from '@waybill/kernel';

const pageSize = 100;

/** Deletes what was known about addresses, 180 days after the month of the lookup. */
export const purgeWhoIs = schedule({
  name: 'purgeWhoIs',
  every: 'cron(0 2 * * ? *)',
  writes: { stale: expired(whoIsRecords) },

  page: async ({ stale }, _, { now }) => {
    const due = await stale.find(now().toISOString(), pageSize);
    const affected = await stale.delete(due);
    // The index is eventually consistent: when nothing could be deleted, it lists records that are deleted already.
    return { affected, next: due.length === pageSize && affected > 0 ? 'more' : undefined };
  },
});
