import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Consumed } from '@waybill/kernel/storage/aws/table';

/**
 * Units as DynamoDB charges them (docs: "Read and write operations", "Item sizes and formats"): a transaction's writes
 * and checks cost two units per KB, an index entry one. DynamoDB Local reports too little for transactions, so those are
 * reckoned from what was written; all else is what it reports, but for reads of nothing, which are not free.
 */
export const unitsOf = ({ operation, capacity, writes }: Consumed): { read: number; write: number } => {
  const reported = capacity.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  if (writes) return { read: 0, write: writes.reduce((sum, write) => sum + transacted(write), 0) };
  if (operation === 'Put' || operation === 'Update') return { read: 0, write: reported };
  /** A strongly consistent query that finds nothing costs one, though none is reported. */
  return { read: operation === 'Query' ? reported || 1 : Math.max(reported, 0.5), write: 0 };
};

const transacted = ({ Put, Delete, Update, ConditionCheck }: TransactWriteItem): number => {
  if (Put?.Item) {
    const kilobytes = Math.ceil(sizeOf(Put.Item) / 1024);
    const indexed = ['gsi1pk', 'gsi2pk'].filter((key) => key in Put.Item!).length;
    return 2 * kilobytes + indexed * kilobytes;
  }
  /** A freed booking leaves the index too; which ones are in it is seen from their key. */
  if (Delete?.Key) return 2 + (/#bookings#(driver|vehicle)#/.test(Delete.Key.pk?.S ?? '') ? 1 : 0);
  return Update || ConditionCheck ? 2 : 0;
};

const sizeOf = (item: Record<string, AttributeValue>) =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

const valueSize = ({ S, N }: AttributeValue) =>
  S === undefined ? Math.ceil((N ?? '').length / 2) + 1 : Buffer.byteLength(S);
