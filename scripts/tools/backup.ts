import { mapWithConcurrency } from '@waybill/kernel/map-with-concurrency';
import type { Item, Table } from '@waybill/kernel/storage/aws/table';
import { type Backup, backupWriter, type Origin } from './backup-file.ts';
import { isOver, type ScanOptions, scanned } from './scan.ts';

interface BackupOptions extends ScanOptions, Pick<Origin, 'version' | 'stage'> {
  readonly now?: Date;
  readonly onProgress?: (items: number) => void;
}

/** Items that every stage creates itself: health results of each minute, progress of its jobs, and signing keys. */
const isOfTheSystem = ({ pk }: Item) => /^(jobs|platform|local)#-#|^identity#-#(record#)?signing-keys#/.test(pk!.S!);

/** Progress of jobs and signing keys are not copied: each stage has its own. */
const isOfTheStage = ({ pk }: Item) => /^jobs#-#|^identity#-#record#signing-keys#/.test(pk!.S!);

/** All items that have not expired, except those of the stage itself. Returns how many. */
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

/** A table that is not empty is not changed; items that every stage creates itself do not count. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

interface RestoreOptions {
  readonly lanes?: number;
  /** Write the items that an interrupted restore has left out; existing items stay. */
  readonly goOn?: boolean;
  /** Write nothing. */
  readonly dry?: boolean;
  readonly onProgress?: (items: number) => void;
}

const atOnce = 2_000;
/** The most items of a BatchWriteItem (DynamoDB's limit), each with another key. */
const itemsPerCall = 25;

const isEmpty = async (table: Table): Promise<boolean> => {
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await table.scan({ Limit: 100, ExclusiveStartKey });
    if (!page.Items?.every(isOfTheSystem)) return false;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return true;
};

/**
 * Writes a backup, which has been read and verified before, into an empty table. Rows are written before their events:
 * the stream readers find them up to date, and neither write nor count anything twice.
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
