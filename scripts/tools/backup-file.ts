import { createHash } from 'node:crypto';
import type { Item } from '@waybill/kernel/storage/aws/table';

/**
 * The format of a backup: a header, one item of the table per line in DynamoDB's JSON, and an end with the number of
 * items and a digest of all lines before it. Format 1 had items only.
 */
export const backupFormat = 2;

/** The stage and table of the backup. */
export interface Origin {
  /** The version of Waybill that wrote it. */
  readonly version: string;
  readonly stage: string;
  readonly table: string;
  readonly createdAt: string;
}

interface Header extends Origin {
  readonly waybill: 'backup';
  readonly format: number;
}

export type Kinds = Readonly<Record<string, number>>;

interface End {
  readonly waybill: 'end';
  readonly items: number;
  /** The number of items of each kind: events, rows … */
  readonly kinds: Kinds;
  /** SHA-256 of all lines before, each with its \n, in hex. */
  readonly sha256: string;
}

export interface Backup {
  readonly origin: Origin;
  readonly items: number;
  readonly kinds: Kinds;
  /** All items; can be iterated several times. */
  each(): AsyncIterable<Item>;
}

/** The file is not a backup, or an incomplete one. */
export class NoBackup extends Error {
  override readonly name = 'NoBackup';
}

const kindOf = ({ pk, sk }: Item): string => (sk!.S!.startsWith('e#') ? 'event' : (pk!.S!.split('#')[2] ?? 'other'));

const counting = () => {
  const kinds: Record<string, number> = {};
  let items = 0;
  return {
    add: (item: Item) => {
      const kind = kindOf(item);
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      items++;
    },
    counted: () => ({ items, kinds }),
  };
};

/** Writes a backup in parts: begin, any number of items, end. */
export const backupWriter = (write: (text: string) => Promise<void>) => {
  const hash = createHash('sha256');
  const count = counting();
  const put = (lines: readonly object[]) => {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    hash.update(text);
    return write(text);
  };
  return {
    begin: (origin: Origin) => put([{ waybill: 'backup', format: backupFormat, ...origin } satisfies Header]),
    items: (items: readonly Item[]) => {
      for (const item of items) count.add(item);
      return put(items);
    },
    end: async () => {
      const end: End = { waybill: 'end', ...count.counted(), sha256: hash.copy().digest('hex') };
      await put([end]);
      return end.items;
    },
  };
};

/** Reads a backup from the first to the last line and verifies its end; throws `NoBackup` if it does not match. */
export const openBackup = async (lines: () => AsyncIterable<string>): Promise<Backup> => {
  const hash = createHash('sha256');
  const count = counting();
  let header: Header | undefined;
  let end: End | undefined;
  let at = 0;
  for await (const line of lines()) {
    at++;
    if (end) throw new NoBackup(`line ${at} comes after the end of the backup`);
    if (!header) header = headerIn(line);
    else {
      end = endIn(line);
      if (!end) count.add(itemIn(line, at));
    }
    if (!end) hash.update(`${line}\n`);
  }
  if (!header) throw new NoBackup('it is empty, and no backup');
  if (!end) throw new NoBackup(`it is cut short after line ${at}: the end of the backup is missing`);
  const { items, kinds } = count.counted();
  if (hash.digest('hex') !== end.sha256 || items !== end.items)
    throw new NoBackup('it has been altered or damaged: its checksum does not fit');
  const { version, stage, table, createdAt } = header;
  return { origin: { version, stage, table, createdAt }, items, kinds, each: () => itemsIn(lines()) };
};

const headerIn = (line: string): Header => {
  const header = parsed(line);
  if (header?.waybill === 'backup' && header.format === backupFormat) return header as Header;
  if (header?.waybill === 'backup')
    throw new NoBackup(
      `it is of format ${JSON.stringify(header.format)}, and this version of Waybill reads format ${backupFormat}: use the version that wrote it (${header.version ?? 'unknown'})`,
    );
  if (isItem(header))
    throw new NoBackup(
      'it has no header, like backups before format 2, so it cannot be verified: make a new one, or use the version that wrote it',
    );
  throw new NoBackup('its first line is not the header of a backup');
};

const endIn = (line: string): End | undefined => {
  const end = parsed(line);
  return end?.waybill === 'end' ? (end as End) : undefined;
};

const itemIn = (line: string, at: number): Item => {
  const item = parsed(line);
  if (isItem(item)) return item;
  throw new NoBackup(`line ${at} is no item of a table: it has been altered, damaged or cut short`);
};

const itemsIn = async function* (lines: AsyncIterable<string>): AsyncIterable<Item> {
  let at = 0;
  for await (const line of lines) if (++at > 1 && !endIn(line)) yield itemIn(line, at);
};

/** An object of JSON, unchecked: the header, the end, or an item. */
type Parsed = Partial<Omit<Header, 'waybill'>> &
  Partial<Omit<End, 'waybill'>> & {
    readonly waybill?: string;
    readonly pk?: { readonly S?: unknown };
    readonly sk?: { readonly S?: unknown };
  };

const isItem = (value: Parsed | undefined): value is Parsed & Item =>
  typeof value?.pk?.S === 'string' && typeof value.sk?.S === 'string';

const parsed = (line: string): Parsed | undefined => {
  try {
    const value = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
};
