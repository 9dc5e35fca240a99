import type { DynamoDBRecord } from 'aws-lambda';
import { amazonJson } from '../bus/amazon-json.ts';

export interface Page {
  readonly Records: DynamoDBRecord[];
  readonly NextShardIterator?: string;
}

interface Described {
  readonly StreamDescription: {
    readonly Shards: readonly { readonly ShardId: string }[];
    readonly LastEvaluatedShardId?: string;
  };
}

/** The four calls of the Streams API. Records have the format that Lambda passes on, so they are left unchanged. */
export const streamApi = (endpoint: string, table: string) => {
  const call = amazonJson(endpoint, 'dynamodb', 'DynamoDBStreams_20120810');
  return {
    find: async (): Promise<string> => {
      const { Streams } = await call<{ readonly Streams: readonly { readonly StreamArn: string }[] }>('ListStreams', {
        TableName: table,
      });
      if (!Streams[0]) throw new Error(`${table} has no stream`);
      return Streams[0].StreamArn;
    },
    /** Ids of all shards, oldest first: they begin with the time of their creation. */
    shards: async (StreamArn: string): Promise<string[]> => {
      const ids: string[] = [];
      let ExclusiveStartShardId: string | undefined;
      do {
        const { StreamDescription }: Described = await call('DescribeStream', { StreamArn, ExclusiveStartShardId });
        ids.push(...StreamDescription.Shards.map(({ ShardId }) => ShardId));
        ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
      } while (ExclusiveStartShardId);
      return ids.sort();
    },
    /** After that record, or from the oldest available one. */
    iterator: async (StreamArn: string, ShardId: string, after?: string): Promise<string> => {
      const from = after
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
        : { ShardIteratorType: 'TRIM_HORIZON' };
      const { ShardIterator } = await call<{ readonly ShardIterator: string }>('GetShardIterator', {
        StreamArn,
        ShardId,
        ...from,
      });
      return ShardIterator;
    },
    page: (ShardIterator: string): Promise<Page> => call('GetRecords', { ShardIterator, Limit: 1000 }),
    close: () => call.close(),
  };
};

export type StreamApi = ReturnType<typeof streamApi>;
