import { chmodSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { processOf } from '../dynamo/processes.ts';
import { readJson, writeJson } from './json-file.ts';

export interface DataLock {
  release(): void;
}

interface Owner {
  readonly pid: number;
  /** When the process started, because process ids are reused. */
  readonly startedAt: string;
  readonly program: string;
}

/** How long a process that has just taken the lock may need to write its id. */
const introductionMs = 5_000;
const sqliteBusy = 5;

const lockFile = (directory: string) => join(directory, 'lock');
const ownerFile = (directory: string) => join(directory, 'owner.json');

/**
 * Locks the data directory for this process, or throws one sentence that names the process that has it. It is a SQLite
 * lock on a file that stays empty: the operating system grants it to one process and releases it when that ends.
 */
export const lockData = async (directory: string): Promise<DataLock> => {
  const database = new DatabaseSync(lockFile(directory));
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    throw await inUse(directory);
  }
  const owner: Owner = {
    pid: process.pid,
    startedAt: processOf(process.pid)?.startedAt ?? '',
    program: basename(process.argv[1] ?? process.execPath),
  };
  const release = () => {
    rmSync(ownerFile(directory), { force: true });
    database.close();
  };
  try {
    // Any process that can read the file could hold a lock on it.
    chmodSync(lockFile(directory), 0o600);
    writeJson(ownerFile(directory), owner);
  } catch (error) {
    release();
    throw error;
  }
  return { release };
};

const inUse = async (directory: string): Promise<Error> => {
  for (const giveUp = Date.now() + introductionMs; ; await pause(20)) {
    const owner = ownerOf(directory);
    if (!owner && Date.now() < giveUp) continue;
    const who = owner ? ` (process ${owner.pid}, ${owner.program})` : '';
    return new Error(`${directory} is in use by another Waybill${who}: stop it or choose another with --data.`);
  }
};

/** The recorded process, if it is still running; after a crash, the record remains but the process does not. */
const ownerOf = (directory: string): Owner | undefined => {
  const owner = readJson<Owner>(ownerFile(directory), 'Delete it once no Waybill uses the directory.');
  return owner && processOf(owner.pid)?.startedAt === owner.startedAt ? owner : undefined;
};
