import { mapWithConcurrency } from '@waybill/kernel/map-with-concurrency';
import type { Item, Table } from '@waybill/kernel/storage/aws/table';
import { type Backup, backupWriter, type Origin } from './backup-file.ts';
import { isOver, type ScanOptions, scanned } from './scan.ts';

interface BackupOptions extends ScanOptions, Pick<Origin, 'version' | 'stage'> {
  readonly now?: Date;
  readonly onProgress?: (items: number) => void;
}

/** What a stage has from its deployment on: its health, looked at each minute, how far its jobs have got, and signing keys. */
const isOfTheHouse = ({ pk }: Item) => /^(jobs|platform|local)#-#|^identity#-#(record#)?signing-keys#/.test(pk!.S!);

/** How far jobs have got is nothing to a copy, and neither are the keys that a stage signs with: each makes its own. */
const isOfTheStage = ({ pk }: Item) => /^jobs#-#|^identity#-#record#signing-keys#/.test(pk!.S!);

/** Every item whose time is not over, but for what is of the stage alone. Answers how many. */
export const backup = async (
  table: Table,
  write: (text: string) => Promise<void>,
  { version, stage, now = new Date(), onProgress = () => {}, ...options }: BackupOptions,
): Promise<number> => {
  const writer = backupWriter(write);
  await writer.begin({ version, stage, table: table.name, createdAt: now.toISOString() });
  let items = 0;
  await scanned(
    table,
    async (page) => {
      const kept = page.filter((item) => !isOver(item, now) && !isOfTheStage(item));
      if (kept.length) await writer.items(kept);
      items += kept.length;
      onProgress(items);
    },
    options,
  );
  return writer.end();
};

/** A table that is not empty is not touched; what the house notes of itself from its first minute on does not count. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

interface RestoreOptions {
  readonly lanes?: number;
  /** Puts the items there that a restore cut short has left; those that are there stay. */
  readonly goOn?: boolean;
  /** Puts nothing. */
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

/**
 * Puts a backup, which was read and found whole before, into an empty table. Rows come before the events that made them:
 * whoever reads the stream finds them there already, and neither makes nor counts anything twice.
 */
export const restore = async (
  table: Table,
  { items, each }: Backup,
  { lanes = 8, goOn = false, dry = false, onProgress = () => {} }: RestoreOptions = {},
): Promise<number> => {
  if (!goOn && !(await isEmpty(table))) throw new NotEmpty(`the table ${table.name} is not empty`);
  if (dry) return items;

  let done = 0;
  for (const isTheirTurn of [(item: Item) => !isEvent(item), isEvent]) {
    let waiting: Item[] = [];
    const flush = async () => {
      const unique = [...new Map(waiting.map((item) => [`${item.pk!.S} ${item.sk!.S}`, item])).values()];
      const calls = Array.from({ length: Math.ceil(unique.length / itemsPerCall) }, (_, i) =>
        unique.slice(i * itemsPerCall, (i + 1) * itemsPerCall),
      );
      await mapWithConcurrency(calls, lanes, table.batchPut);
      done += waiting.length;
      waiting = [];
      onProgress(done);
    };
    for await (const item of each()) {
      if (!isTheirTurn(item)) continue;
      waiting.push(item);
      if (waiting.length >= atOnce) await flush();
    }
    await flush();
  }
  return items;
};

const isEvent = ({ sk }: Item) => sk!.S!.startsWith('e#');
