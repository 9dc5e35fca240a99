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
  /** When the process began, for process ids are used again. */
  readonly born: string;
  readonly program: string;
}

/** How long somebody who has just taken the lock may need to say who they are. */
const introductionMs = 5_000;
const sqliteBusy = 5;

const lockFile = (directory: string) => join(directory, 'lock');
const ownerFile = (directory: string) => join(directory, 'owner.json');

/**
 * Takes the data directory for this process, or throws one sentence that says who has it. The lock is one of SQLite's, on
 * a file that stays empty: the operating system gives it to one process at a time, and takes it back however that ends.
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
    born: processOf(process.pid)?.born ?? '',
    program: basename(process.argv[1] ?? process.execPath),
  };
  const release = () => {
    rmSync(ownerFile(directory), { force: true });
    database.close();
  };
  try {
    // Whoever may read the file may hold it against us.
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

/** Whoever has noted their name and still lives; after a crash, the note is there and they are not. */
const ownerOf = (directory: string): Owner | undefined => {
  const owner = readJson<Owner>(ownerFile(directory), 'Delete it once no Waybill uses the directory.');
  return owner && processOf(owner.pid)?.born === owner.born ? owner : undefined;
};
