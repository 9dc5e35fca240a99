import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readJson, writeJson } from '../data/json-file.ts';
import { localRegion } from '../region.ts';

interface DatabaseKey {
  readonly accessKeyId: string;
}

/**
 * DynamoDB Local checks no signature, but has a separate database for each access key: a client without ours, on this
 * machine or another, finds an empty one. It accepts letters and digits only.
 */
export const accessKeyOf = (directory: string): string => {
  const file = join(directory, 'dynamodb-key.json');
  const kept = readJson<DatabaseKey>(file, advice);
  if (kept && /^[A-Za-z0-9]+$/.test(kept.accessKeyId)) return kept.accessKeyId;
  if (kept) throw new Error(`${file} holds no access key. ${advice}`);
  const known = keysOfDatabases(join(directory, 'dynamodb'));
  if (known.length > 1) throw new Error(`${file} is missing. ${advice}`);
  const accessKeyId = known[0] ?? `waybill${randomBytes(16).toString('hex')}`;
  writeJson(file, { accessKeyId });
  return accessKeyId;
};

const advice = 'Its content is the first part of the name of the file in dynamodb/: write {"accessKeyId":"…"}.';

/** DynamoDB Local names a database by key and region. Other databases belong to clients without our key. */
const keysOfDatabases = (dynamodb: string): string[] =>
  existsSync(dynamodb)
    ? readdirSync(dynamodb).flatMap((name) => /^(waybill[\da-f]{32})_[\w-]+\.db$/.exec(name)?.[1] ?? [])
    : [];

/** The path of the database of our access key. */
export const databaseFile = (directory: string): string =>
  join(directory, 'dynamodb', `${accessKeyOf(directory)}_${localRegion}.db`);

/** Writes the write-ahead log into the database, so that it is one file. */
export const checkpointDatabase = (file: string): void => {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
};

/** SQLite's write-ahead log: as safe as its default, and faster by half, because it syncs once per commit. */
export const prepareDatabase = (directory: string): void => {
  const dynamodb = join(directory, 'dynamodb');
  mkdirSync(dynamodb, { recursive: true });
  // The file's name contains the access key.
  chmodSync(dynamodb, 0o700);
  const database = new DatabaseSync(databaseFile(directory));
  // The mode is stored in the file's header, which is written when a table is created.
  database.exec('PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS waybill (x)');
  database.close();
};
