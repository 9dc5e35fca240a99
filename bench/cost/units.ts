import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { indexNames } from '@waybill/kernel/platform';

type Item = Record<string, AttributeValue>;

/** Units by purpose. */
export interface Units {
  read: number;
  /** Of the items themselves, by kind. */
  write: Record<string, number>;
  /** Entries of the indexes. */
  index: number;
  /** Number of calls to the table. */
  calls: number;
}

export const noUnits = (): Units => ({ read: 0, write: {}, index: 0, calls: 0 });
export const written = ({ write, index }: Units): number =>
  Object.values(write).reduce((sum, units) => sum + units, index);
export const together = (...all: readonly Units[]): Units => {
  const write: Record<string, number> = {};
  for (const [what, units] of all.flatMap((one) => Object.entries(one.write))) write[what] = (write[what] ?? 0) + units;
  return {
    read: all.reduce((sum, { read }) => sum + read, 0),
    write,
    index: all.reduce((sum, { index }) => sum + index, 0),
    calls: all.reduce((sum, { calls }) => sum + calls, 0),
  };
};

/**
 * Units as DynamoDB charges them, calculated from requests and responses (Developer Guide: "Read and write operations",
 * "Item sizes and formats", "Throughput considerations for global secondary indexes", "Managing transactions"):
 *
 * - a write costs a unit per KB of the larger of the item before and after it; in a transaction two, checks too;
 * - an entry of a keys-only index costs a unit when it is added or removed, two when its key changes, else none;
 * - a read costs a unit per 4 KB, half of that eventually consistent; each item is rounded up, a query as a whole.
 *
 * DynamoDB Local reports less for transactions and indexes.
 */
export const metered = (client: DynamoDBClient, plain: DynamoDBClient, meter: (units: Units) => void): void => {
  const before = async (TableName: string, Key: Item) =>
    (await plain.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = args.input as any;
        const writes = await Promise.all(
          writesIn(commandName, input).map(async (write) => ({ ...write, old: await before(write.table, write.key) })),
        );
        const answer = await next(args);
        const units = { ...noUnits(), calls: 1 };
        for (const { old, key, table, times } of writes) {
          const now = await before(table, key);
          const kilobytes = Math.max(1, Math.ceil(Math.max(sizeOf(old), sizeOf(now)) / 1024));
          const what = kindOf(key);
          units.write[what] = (units.write[what] ?? 0) + times * kilobytes;
          units.index += indexNames.reduce((sum, name) => sum + entryUnits(name, old, now), 0);
        }
        units.read += readIn(commandName, input, answer.output);
        meter(units);
        return answer;
      },
    { step: 'initialize', name: 'units' },
  );
};

interface Write {
  readonly table: string;
  readonly key: Item;
  /** 2 in a transaction. */
  readonly times: 1 | 2;
}

const keyIn = ({ pk, sk }: Item): Item => ({ pk: pk!, sk: sk! });

const writesIn = (command: string, input: any): Write[] => {
  if (command === 'TransactWriteItemsCommand')
    return input.TransactItems.flatMap((item: any) =>
      Object.values<any>(item).map(({ TableName, Item, Key }) => ({
        table: TableName,
        key: keyIn(Item ?? Key),
        times: 2,
      })),
    );
  if (command === 'BatchWriteItemCommand')
    return Object.entries<any>(input.RequestItems).flatMap(([table, requests]) =>
      requests.map(({ PutRequest }: any) => ({ table, key: keyIn(PutRequest.Item), times: 1 })),
    );
  if (/^(Put|Update|Delete)ItemCommand$/.test(command))
    return [{ table: input.TableName, key: keyIn(input.Item ?? input.Key), times: 1 }];
  return [];
};

/** The kind of an item, by its key (architecture §2). */
const kindOf = ({ pk, sk }: Item): string => {
  const [, , kind = ''] = pk!.S!.split('#');
  if (sk!.S!.startsWith('e#')) return 'events';
  if (kind === 'view') return 'rows';
  if (kind === 'counters') return 'counters';
  return ['bookings', 'claim', 'record', 'lock'].includes(kind) ? `${kind}s`.replace('ss', 's') : 'logs';
};

const entryUnits = (index: string, old: Item | undefined, now: Item | undefined): number => {
  const [a, b] = [old, now].map((item) => item?.[`${index}pk`] && `${item[`${index}pk`]!.S} ${item[`${index}sk`]?.S}`);
  if (a === b) return 0;
  return a && b ? 2 : 1;
};

const readIn = (command: string, input: any, output: any): number => {
  const units = (bytes: number, consistent: boolean) => Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
  if (command === 'GetItemCommand') return units(sizeOf(output.Item), input.ConsistentRead === true);
  // Items that a filter leaves out are charged but not returned.
  if (input.FilterExpression) throw new Error(`${command} cannot be reckoned from its answer`);
  if (command === 'QueryCommand' || command === 'ScanCommand')
    return units(sum(output.Items ?? []), input.ConsistentRead === true);
  if (command !== 'BatchGetItemCommand') return 0;
  return Object.entries<any>(input.RequestItems).reduce((total, [table, { Keys, ConsistentRead }]) => {
    const found: Item[] = output.Responses?.[table] ?? [];
    const missing = Keys.length - found.length - (output.UnprocessedKeys?.[table]?.Keys.length ?? 0);
    const each = found.reduce((sum, item) => sum + units(sizeOf(item), ConsistentRead === true), 0);
    return total + each + missing * units(0, ConsistentRead === true);
  }, 0);
};

const sum = (items: readonly Item[]) => items.reduce((total, item) => total + sizeOf(item), 0);

export const sizeOf = (item: Item | undefined): number =>
  Object.entries(item ?? {}).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

/** Waybill stores strings and numbers only. */
const valueSize = ({ S, N }: AttributeValue): number => {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  throw new Error('the size of this kind of attribute is not known');
};
