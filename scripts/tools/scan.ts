import { mapWithConcurrency } from '@waybill/kernel/map-with-concurrency';
import type { Item, Table } from '@waybill/kernel/storage/aws/table';

export interface ScanOptions {
  readonly segments?: number;
  readonly lanes?: number;
}

/** Every item of the table, in pages; the pages of a segment are read in sequence. */
export const scanned = async (
  table: Table,
  onPage: (items: readonly Item[], segment: number) => void | Promise<void>,
  { segments = 4, lanes = segments }: ScanOptions = {},
): Promise<void> => {
  const all = Array.from({ length: segments }, (_, segment) => segment);
  await mapWithConcurrency(all, lanes, async (segment) => {
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await table.scan({ Segment: segment, TotalSegments: segments, ExclusiveStartKey });
      await onPage(page.Items ?? [], segment);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  });
};

/** Whether it has expired, deleted or not. */
export const isOver = ({ expiresAt }: Item, now: Date): boolean =>
  expiresAt?.N !== undefined && Number(expiresAt.N) * 1000 <= now.getTime();
