import { type ConsumedCapacity, CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventStore, EventType } from '@castore/core';
import { DynamoDBSingleTableEventStorageAdapter } from '@castore/event-storage-adapter-dynamodb';
import type { RecordedEvent } from '@waybill/kernel';

/** A plain castore store, set up as its documentation describes, with the same events. */
const castoreStore = async (client: DynamoDBClient, tableName: string) => {
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'aggregateId', AttributeType: 'S' },
        { AttributeName: 'version', AttributeType: 'N' },
        { AttributeName: 'eventStoreId', AttributeType: 'S' },
        { AttributeName: 'timestamp', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'aggregateId', KeyType: 'HASH' },
        { AttributeName: 'version', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'initialEvents',
          KeySchema: [
            { AttributeName: 'eventStoreId', KeyType: 'HASH' },
            { AttributeName: 'timestamp', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  return new EventStore<any, any, any, any>({
    eventStoreId: 'DELIVERIES',
    eventTypes: [new EventType({ type: 'FACT' })],
    reducer: (state: { facts: number } | undefined) => ({ facts: (state?.facts ?? 0) + 1 }) as any,
    eventStorageAdapter: new DynamoDBSingleTableEventStorageAdapter({ tableName, dynamoDBClient: client }),
  });
};

/** The same appends on castore: fold a stream, append one event; units as reported. */
export const yardstick = async (client: DynamoDBClient, history: readonly RecordedEvent[]) => {
  const store = await castoreStore(client, 'castore-bench');
  const push = (aggregateId: string, fact: RecordedEvent, version: number) => {
    const { type, data: payload, by, commandId, inputHash, correlationId } = fact;
    return store.pushEvent({
      aggregateId,
      version,
      type,
      payload,
      metadata: { by, commandId, inputHash, correlationId: correlationId },
    } as any);
  };
  const change = async (aggregateId: string, fact: RecordedEvent) => {
    const { aggregate } = await store.getAggregate(aggregateId);
    await push(aggregateId, fact, ((aggregate as any)?.facts ?? 0) + 1);
  };

  const seed = async (aggregateId: string) => {
    for (const [i, fact] of history.entries()) await push(aggregateId, fact, i + 1);
  };

  await seed('one');
  const used = await metered(client, () => change('one', history.at(-1)!));
  return {
    ...used,
    /** Creates the streams, and returns the change for each. */
    changes: async (count: number) => {
      const ids = Array.from({ length: count }, (_, i) => `timed-${i}`);
      for (const id of ids) await seed(id);
      return ids.map((id) => () => change(id, history.at(-1)!));
    },
  };
};

/** Requests the consumed capacity of every call, and sums it by operation. */
const metered = async (client: DynamoDBClient, work: () => Promise<unknown>) => {
  const used = { read: 0, write: 0 };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const answer = await next(args);
        const capacity =
          (answer.output as { ConsumedCapacity?: ConsumedCapacity }).ConsumedCapacity?.CapacityUnits ?? 0;
        used[commandName === 'PutItemCommand' ? 'write' : 'read'] += capacity;
        return answer;
      },
    { step: 'initialize', name: 'meter' },
  );
  await work();
  client.middlewareStack.remove('meter');
  return used;
};
