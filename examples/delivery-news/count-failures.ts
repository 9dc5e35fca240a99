import { type DynamoDBClient, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** The fields of the envelope that this consumer uses. Others exist, and more may be added. */
interface DeliveryStatusChanged {
  readonly id: string;
  readonly org: string;
  readonly data: { readonly from: string; readonly to: string; readonly reason?: string };
}

const rememberedDays = 30;

/**
 * Counts failed deliveries for each organization, each failure once, however often its event arrives:
 * the counter and the event's id are written in one transaction.
 */
export const countFailures =
  (dynamo: DynamoDBClient, table: string) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const count = async ({ id, org, data }: DeliveryStatusChanged) => {
      if (data.to !== 'Failed') return;
      const expiresAt = Math.floor(Date.now() / 1000) + rememberedDays * 86_400;
      const seen = {
        TableName: table,
        Item: { pk: { S: `event#${id}` }, expiresAt: { N: `${expiresAt}` } },
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      const counted = {
        TableName: table,
        Key: { pk: { S: `failures#${org}` } },
        UpdateExpression: 'ADD failures :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      };
      await dynamo
        .send(new TransactWriteItemsCommand({ TransactItems: [{ Put: seen }, { Update: counted }] }))
        .catch((error) => {
          const [first] = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
          if (first?.Code !== 'ConditionalCheckFailed') throw error;
        });
    };

    const batchItemFailures = [];
    for (const { messageId, body } of Records)
      try {
        await count(JSON.parse(body).detail);
      } catch (error) {
        console.error(error);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    return { batchItemFailures };
  };
