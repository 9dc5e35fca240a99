import type { Item, Table } from '../aws/table.ts';
import { inLanes } from '../in-lanes.ts';
import { isOver, type ScanOptions, scanned } from './scan.ts';

interface BackupOptions extends ScanOptions {
  readonly now?: Date;
  readonly onProgress?: (items: number) => void;
}

/** Every item whose time is not over, as a line of JSON in DynamoDB's own notation. */
export const backup = async (
  table: Table,
  write: (lines: string) => Promise<void>,
  { now = new Date(), onProgress = () => {}, ...options }: BackupOptions = {},
): Promise<number> => {
  let items = 0;
  await scanned(
    table,
    async (page) => {
      const kept = page.filter((item) => !isOver(item, now));
      if (kept.length) await write(kept.map((item) => `${JSON.stringify(item)}\n`).join(''));
      items += kept.length;
      onProgress(items);
    },
    options,
  );
  return items;
};

/** A table that is not empty is not touched. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
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

/** Puts the lines of a backup into an empty table. */
export const restore = async (
  table: Table,
  lines: AsyncIterable<string>,
  { lanes = 32, goOn = false, dry = false, onProgress = () => {} }: RestoreOptions = {},
): Promise<number> => {
  const { Items = [] } = await table.scan({ Limit: 1 });
  if (Items.length && !goOn) throw new NotEmpty(`the table ${table.name} is not empty`);
  let items = 0;
  let waiting: Item[] = [];
  const flush = async () => {
    if (!dry) await inLanes(waiting, lanes, (item) => table.put({ Item: item }));
    items += waiting.length;
    waiting = [];
    onProgress(items);
  };
  for await (const line of lines) {
    if (!line.trim()) continue;
    waiting.push(JSON.parse(line));
    if (waiting.length >= atOnce) await flush();
  }
  await flush();
  return items;
};
