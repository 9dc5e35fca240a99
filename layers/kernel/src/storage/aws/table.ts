import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type ConsumedCapacity,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { backoff } from '../../backoff.ts';
import { stillWanted } from '../../http/in-time.ts';
import { ThrottledError } from '../../platform.ts';

export type Item = Record<string, AttributeValue>;
type Without<T> = Omit<T, 'TableName'>;

/** The consumed capacity of a call, for measurements: as reported, and what a transaction wrote. */
export interface Consumed {
  readonly operation: string;
  readonly capacity: readonly ConsumedCapacity[];
  readonly writes?: readonly TransactWriteItem[];
}
export type Meter = (consumed: Consumed) => void;

/**
 * A refused conditional write; `at` are the positions in the transaction whose condition does not hold: empty when it
 * conflicted with another transaction.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly at: readonly number[];
  constructor(at: readonly number[]) {
    super(at.length ? 'a condition does not hold' : 'a concurrent write of the same items');
    this.at = at;
  }
}

/** The single table, with the kernel's two errors in place of DynamoDB's many. */
export const tableOf = (client: DynamoDBClient, name: string, meter?: Meter) => {
  const measured = meter && ({ ReturnConsumedCapacity: 'INDEXES' } as const);
  const call = async <Output extends { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined }>(
    operation: string,
    send: () => Promise<Output>,
    writes?: readonly TransactWriteItem[],
  ): Promise<Output> => {
    stillWanted();
    try {
      const output = await send();
      meter?.({ operation, capacity: [output.ConsumedCapacity ?? []].flat(), ...(writes && { writes }) });
      return output;
    } catch (error) {
      throw translated(error);
    }
  };
  return {
    name,
    get: async (input: Without<GetItemCommandInput>) =>
      (await call('Get', () => client.send(new GetItemCommand({ TableName: name, ...measured, ...input })))).Item,
    /** At most 100 keys; unprocessed keys are requested again. */
    batchGet: async (keys: readonly Item[], { consistent = false } = {}): Promise<Item[]> => {
      const items: Item[] = [];
      let left: Item[] = [...keys];
      while (left.length) {
        const page = await call('BatchGet', () =>
          client.send(
            new BatchGetItemCommand({
              RequestItems: { [name]: { Keys: left, ConsistentRead: consistent } },
              ...measured,
            }),
          ),
        );
        items.push(...(page.Responses?.[name] ?? []));
        left = page.UnprocessedKeys?.[name]?.Keys ?? [];
      }
      return items;
    },
    /** At most 25 items, written without conditions; unprocessed items are written again after a pause. */
    batchPut: async (items: readonly Item[]): Promise<void> => {
      let left: WriteRequest[] = items.map((Item) => ({ PutRequest: { Item } }));
      for (let tries = 1; left.length; tries++) {
        if (tries > 1) await pause(backoff(tries));
        const page = await call('BatchWrite', () =>
          client.send(new BatchWriteItemCommand({ RequestItems: { [name]: left }, ...measured })),
        );
        left = page.UnprocessedItems?.[name] ?? [];
      }
    },
    put: (input: Without<PutItemCommandInput>) =>
      call('Put', () => client.send(new PutItemCommand({ TableName: name, ...measured, ...input }))),
    delete: (input: Without<DeleteItemCommandInput>) =>
      call('Delete', () => client.send(new DeleteItemCommand({ TableName: name, ...measured, ...input }))),
    update: (input: Without<UpdateItemCommandInput>) =>
      call('Update', () => client.send(new UpdateItemCommand({ TableName: name, ...measured, ...input }))),
    query: (input: Without<QueryCommandInput>) =>
      call('Query', () => client.send(new QueryCommand({ TableName: name, ...measured, ...input }))),
    scan: (input: Without<ScanCommandInput>) =>
      call('Scan', () => client.send(new ScanCommand({ TableName: name, ...measured, ...input }))),
    /** All or nothing, 100 items at most (DynamoDB's limit). */
    transact: (items: TransactWriteItem[]) =>
      call(
        'TransactWrite',
        () => client.send(new TransactWriteItemsCommand({ TransactItems: items, ...measured })),
        items,
      ),
  };
};

export type Table = ReturnType<typeof tableOf>;

/** Errors after which the same call may succeed a moment later; the SDK has already retried it a few times. */
const throttles = [
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'LimitExceededException',
];

const translated = (error: unknown): unknown => {
  if (error instanceof ConditionalCheckFailedException) return new Refused([0]);
  if (error instanceof TransactionCanceledException) {
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (codes.some((code) => code === 'ThrottlingError' || code === 'ProvisionedThroughputExceeded'))
      return new ThrottledError('throttled', { cause: error, retryable: true });
    const at = codes.flatMap((code, i) => (code === 'ConditionalCheckFailed' ? [i] : []));
    return at.length || codes.includes('TransactionConflict') ? new Refused(at) : error;
  }
  if (error instanceof Error && error.name === 'TransactionConflictException') return new Refused([]);
  if (error instanceof Error && throttles.includes(error.name))
    return new ThrottledError('throttled', { cause: error });
  return error;
};

/** `{S}` for a string, `{N}` for a number. */
export const s = (value: string): AttributeValue => ({ S: value });
export const n = (value: number): AttributeValue => ({ N: String(value) });

/** All pages of a query, up to `limit` items. */
export const everyPage = async (
  table: Table,
  input: Without<QueryCommandInput>,
  limit = Number.POSITIVE_INFINITY,
  start?: Item,
) => {
  const items: Item[] = [];
  let ExclusiveStartKey = start;
  do {
    const Limit = Number.isFinite(limit) ? limit - items.length : undefined;
    const page = await table.query({ ...input, ExclusiveStartKey, Limit });
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && items.length < limit);
  return items;
};
