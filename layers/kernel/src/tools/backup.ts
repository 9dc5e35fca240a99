import type { Item, Table } from '../aws/table.ts';
import { inLanes } from '../in-lanes.ts';
import { isOver, type ScanOptions, scanned } from './scan.ts';

interface BackupOptions extends ScanOptions {
  readonly now?: Date;
  readonly onProgress?: (items: number) => void;
}

/** What the house notes of itself: the health it looks at each minute, and how far its jobs have got. */
const isOfTheHouse = ({ pk }: Item) => /^(jobs|platform|local)#-#/.test(pk!.S!);

/** Every item whose time is not over, as a line of JSON in DynamoDB's own notation; but for how far jobs have got, which is nothing to a copy. */
export const backup = async (
  table: Table,
  write: (lines: string) => Promise<void>,
  { now = new Date(), onProgress = () => {}, ...options }: BackupOptions = {},
): Promise<number> => {
  let items = 0;
  await scanned(
    table,
    async (page) => {
      const kept = page.filter((item) => !isOver(item, now) && !item.pk!.S!.startsWith('jobs#-#'));
      if (kept.length) await write(kept.map((item) => `${JSON.stringify(item)}\n`).join(''));
      items += kept.length;
      onProgress(items);
    },
    options,
  );
  return items;
};

/** A table that is not empty is not touched; what the house notes of itself from its first minute on does not count. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

/** What is read is no backup. */
export class NoItem extends Error {
  override readonly name = 'NoItem';
}

interface RestoreOptions {
  readonly lanes?: number;
  /** Puts the items there that a restore cut short has left; those that are there stay. */
  readonly goOn?: boolean;
  /** Reads all of it, and puts nothing. */
  readonly dry?: boolean;
  readonly onProgress?: (items: number) => void;
}

const atOnce = 2_000;
/** BatchWriteItem takes so many (DynamoDB's limit), and none of them twice. */
const itemsPerCall = 25;

const isEmpty = async (table: Table): Promise<boolean> => {
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await table.scan({ Limit: 100, ExclusiveStartKey });
    if (!page.Items?.every(isOfTheHouse)) return false;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return true;
};

const itemIn = (line: string, at: number): Item => {
  const item = parsed(line);
  if (item?.pk?.S && item.sk?.S) return item;
  throw new NoItem(`line ${at} is no item of a table: it is no backup, or one that was cut short`);
};

const parsed = (line: string): Item | undefined => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/**
 * Puts a backup into an empty table, once every line of it is known to be an item. Rows come before the events that made
 * them: whoever reads the stream finds them told already, and neither tells nor counts anything twice.
 */
export const restore = async (
  table: Table,
  lines: () => AsyncIterable<string>,
  { lanes = 8, goOn = false, dry = false, onProgress = () => {} }: RestoreOptions = {},
): Promise<number> => {
  if (!goOn && !(await isEmpty(table))) throw new NotEmpty(`the table ${table.name} is not empty`);
  let total = 0;
  for await (const _ of itemsIn(lines())) total++;
  if (dry) return total;

  let done = 0;
  for (const isTheirTurn of [(item: Item) => !isEvent(item), isEvent]) {
    let waiting: Item[] = [];
    const flush = async () => {
      const items = [...new Map(waiting.map((item) => [`${item.pk!.S} ${item.sk!.S}`, item])).values()];
      const calls = Array.from({ length: Math.ceil(items.length / itemsPerCall) }, (_, i) =>
        items.slice(i * itemsPerCall, (i + 1) * itemsPerCall),
      );
      await inLanes(calls, lanes, table.batchPut);
      done += waiting.length;
      waiting = [];
      onProgress(done);
    };
    for await (const item of itemsIn(lines())) {
      if (!isTheirTurn(item)) continue;
      waiting.push(item);
      if (waiting.length >= atOnce) await flush();
    }
    await flush();
  }
  return total;
};

const isEvent = ({ sk }: Item) => sk!.S!.startsWith('e#');

const itemsIn = async function* (lines: AsyncIterable<string>): AsyncIterable<Item> {
  let at = 0;
  for await (const line of lines) {
    at++;
    if (line.trim()) yield itemIn(line, at);
  }
};
