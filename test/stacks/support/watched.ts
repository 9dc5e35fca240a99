import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Touch } from './iam.ts';

type Keys = Readonly<Record<string, { S?: string }>>;

/** A transaction needs the permission of each of its parts; other commands are named like their permission. */
const parts = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem' };

/** The partition key value of a query, with its placeholders resolved. */
const partitionOf = (input: any): string => {
  const names: string[] = [];
  for (const [, name = '', value = ''] of input.KeyConditionExpression.matchAll(/([#\w]+)\s*=\s*(:\w+)/g)) {
    const attribute = input.ExpressionAttributeNames?.[name] ?? name;
    if (/^(gsi\dpk|pk)$/.test(attribute)) names.push(input.ExpressionAttributeValues[value].S);
  }
  if (names.length !== 1) throw new Error(`which partition is ${input.KeyConditionExpression}?`);
  return names[0]!;
};

/** A scan names no partition, but attributes in its projection and its filter. */
const scanned = ({ ProjectionExpression = '', FilterExpression = '', Select }: any): Touch => ({
  action: 'Scan',
  keys: [],
  attributes: [...new Set(`${ProjectionExpression} ${FilterExpression}`.match(/(?<![:#\w])[a-z]\w*/g) ?? [])],
  select: Select,
});

const touchesOf = (command: string, input: any): Touch[] => {
  const of = (keys: Keys) => [keys.pk!.S!];
  if (command === 'QueryCommand') return [{ action: 'Query', index: input.IndexName, keys: [partitionOf(input)] }];
  if (command === 'BatchGetItemCommand')
    return Object.values<any>(input.RequestItems).map(({ Keys }) => ({
      action: 'BatchGetItem',
      keys: Keys.flatMap(of),
    }));
  if (command === 'BatchWriteItemCommand')
    return Object.values<any>(input.RequestItems).map((writes) => ({
      action: 'BatchWriteItem',
      keys: writes.flatMap(({ PutRequest }: any) => of(PutRequest.Item)),
    }));
  if (command === 'TransactWriteItemsCommand')
    return input.TransactItems.flatMap((item: any) =>
      Object.entries<any>(item).map(([kind, { Item, Key }]) => ({
        action: parts[kind as keyof typeof parts],
        keys: of(Item ?? Key),
      })),
    );
  if (command === 'ScanCommand') return [scanned(input)];
  const action = command.replace(/Command$/, '');
  return [{ action, keys: input.Item || input.Key ? of(input.Item ?? input.Key) : [] }];
};

/** Records all commands of a client before they are sent. */
export const watched = (client: DynamoDBClient, note: (touch: Touch) => void): DynamoDBClient => {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        for (const touch of touchesOf(commandName, args.input)) note(touch);
        return next(args);
      },
    { step: 'initialize' },
  );
  return client;
};
