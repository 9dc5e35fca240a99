import type { Notes, Pad } from '../notes.ts';
import { n, s, type Table } from './table.ts';

const keyOf = ({ context, name }: Pad, subject: string) => s(`${context}#-#${name}#${subject}`);

/** Notes in the one table. One whose time is past is absent, whether DynamoDB has swept it or not. */
export const dynamoNotes = (table: Table, clock: () => Date): Notes => {
  const seconds = () => Math.floor(clock().getTime() / 1000);
  return {
    put: async (pad, subject, { sort, data }, lasts) => {
      const Item = { pk: keyOf(pad, subject), sk: s(sort), data: s(JSON.stringify(data)) };
      await table.put({ Item: { ...Item, expiresAt: n(seconds() + lasts) } });
    },
    latest: async (pad, subject, Limit) => {
      const { Items = [] } = await table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keyOf(pad, subject) },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit,
      });
      return Items.filter(({ expiresAt }) => Number(expiresAt!.N) > seconds()).map(({ sk, data }) => ({
        sort: sk!.S!,
        data: JSON.parse(data!.S!),
      }));
    },
  };
};
