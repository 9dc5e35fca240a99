import type { Locks } from '../../platform.ts';
import { n, Refused, s, type Table } from './table.ts';

const keyOf = (name: string) => ({ pk: s(`jobs#-#lock#${name}`), sk: s('lock') });
const cursorOf = (name: string) => ({ pk: s(`jobs#-#lock#${name}`), sk: s('cursor') });

/** Locks in the single table. An expired lock is free, even if DynamoDB has not deleted it yet. */
export const dynamoLocks = (table: Table, clock: () => Date): Locks => {
  const seconds = () => clock().getTime() / 1000;
  const unlessRefused = async (write: Promise<unknown>) => {
    try {
      await write;
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  };
  return {
    acquire: (name, holder, duration) =>
      unlessRefused(
        table.put({
          Item: { ...keyOf(name), holder: s(holder), expiresAt: n(seconds() + duration) },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': n(seconds()) },
        }),
      ),
    release: async (name, holder) => {
      await unlessRefused(
        table.update({
          Key: keyOf(name),
          UpdateExpression: 'SET expiresAt = :now',
          ConditionExpression: 'holder = :holder',
          ExpressionAttributeValues: { ':now': n(seconds()), ':holder': s(holder) },
        }),
      );
    },
    remember: async (name, cursor) => {
      const { pk, sk } = cursorOf(name);
      await table.put({ Item: { pk, sk, ...(cursor !== undefined && { at: s(cursor) }) } });
    },
    recall: async (name) => (await table.get({ Key: cursorOf(name), ConsistentRead: true }))?.at?.S,
  };
};
