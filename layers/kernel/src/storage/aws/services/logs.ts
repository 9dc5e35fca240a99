import type { Log, LogAppend, Logs } from '../../logs.ts';
import { type Item, n, s, type Table } from '../table.ts';

const keyOf = ({ context, name }: Log, subject: string) => s(`${context}#-#${name}#${subject}`);

/** These sort before and after every sort value. */
const [first, last] = [' ', '\uffff'];

/** Log entries in the single table. An expired entry is absent, even if DynamoDB has not deleted it yet. */
export const dynamoLogs = (table: Table, clock: () => Date): Logs => {
  const seconds = () => Math.floor(clock().getTime() / 1000);
  const itemOf = ({ log, subject, entry: { sort, data }, seconds: lasts }: LogAppend): Item => ({
    pk: keyOf(log, subject),
    sk: s(sort),
    data: s(JSON.stringify(data)),
    expiresAt: n(seconds() + lasts),
  });
  return {
    append: async (log, subject, entry, lasts) => {
      await table.put({ Item: itemOf({ log, subject, entry, seconds: lasts }) });
    },
    appendMany: async (entries) => {
      // BatchWriteItem takes 25 items (DynamoDB's limit), and no key twice.
      const items = [...new Map(entries.map(itemOf).map((item) => [`${item.pk!.S} ${item.sk!.S}`, item])).values()];
      const calls = Array.from({ length: Math.ceil(items.length / 25) }, (_, i) => items.slice(i * 25, i * 25 + 25));
      await Promise.all(calls.map((call) => table.batchPut(call)));
    },
    remove: async (log, subject, sort) => {
      await table.delete({ Key: { pk: keyOf(log, subject), sk: s(sort) } });
    },
    latest: async (log, subject, limit, { from = first, before = last } = {}) => {
      if (from > before) return [];
      const { Items = [] } = await table.query({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
        ExpressionAttributeValues: { ':pk': keyOf(log, subject), ':from': s(from), ':before': s(before) },
        ScanIndexForward: false,
        ConsistentRead: true,
        // BETWEEN includes both ends: read one more, because `before` is excluded.
        Limit: limit + 1,
      });
      return Items.filter(({ sk, expiresAt }) => sk!.S! < before && Number(expiresAt!.N) > seconds())
        .slice(0, limit)
        .map(({ sk, data }) => ({ sort: sk!.S!, data: JSON.parse(data!.S!) }));
    },
  };
};
