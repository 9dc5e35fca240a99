import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointDatabase, databaseFile } from '../dynamo/dynamo-files.ts';
import { readJson, writeJson } from './json-file.ts';

/**
 * The layout of a data directory:
 * 1. no format.json; the table in dynamodb/shared-local-instance.db, open to any access key
 * 2. the table in a database of its own access key
 */
const currentFormat = 2;

const fileIn = (directory: string) => join(directory, 'format.json');

/** The format of the data; `undefined` if there is no data. Throws one sentence if this version does not support it. */
const formatOf = (directory: string): number | undefined => {
  const kept = readJson<{ format?: unknown }>(
    fileIn(directory),
    'Put back a copy of it, or start anew with another --data.',
  );
  if (!kept) return existsSync(join(directory, 'dynamodb')) ? 1 : undefined;
  const { format } = kept;
  if (Number.isInteger(format) && Number(format) >= 1 && Number(format) <= currentFormat) return Number(format);
  throw new Error(
    `${directory} holds data of format ${JSON.stringify(format)}, and this version of Waybill knows 1 to ${currentFormat}: use the version that wrote it, or another directory with --data.`,
  );
};

/** Throws one sentence if the directory has data that this version of Waybill cannot read. */
export const checkFormat = (directory: string): void => void formatOf(directory);

const migrations: Readonly<Record<number, (directory: string) => void>> = {
  1: (directory) => {
    const shared = join(directory, 'dynamodb', 'shared-local-instance.db');
    if (!existsSync(shared)) return;
    checkpointDatabase(shared);
    renameSync(shared, databaseFile(directory));
  },
};

/** Migrates the data to the current format. The caller holds the lock; an interrupted migration is repeated. */
export const migrate = (directory: string): void => {
  const format = formatOf(directory);
  for (let from = format ?? currentFormat; from < currentFormat; from++) migrations[from]!(directory);
  if (!existsSync(fileIn(directory)) || format !== currentFormat)
    writeJson(fileIn(directory), { format: currentFormat });
};
