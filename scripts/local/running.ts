import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './data/json-file.ts';
import { ended, processOf } from './dynamo/processes.ts';

interface Note {
  readonly owner: number;
  readonly born: string;
  /** Absent where nobody may join in. */
  readonly endpoint?: string | undefined;
}

interface TableNote extends Note {
  readonly java: number;
}

const tableFile = (directory: string) => join(directory, 'dynamodb.pid');
const queuesFile = (directory: string) => join(directory, 'queues.pid');
const isAlive = ({ owner, born }: Note) => processOf(owner)?.born === born;
const owned = () => ({ owner: process.pid, born: processOf(process.pid)?.born ?? '' });

/** Notes where the table answers, for tools that join in, and for the next start after a crash. */
export const tableRuns = (directory: string, java: number, endpoint: string | undefined): void =>
  writeJson(tableFile(directory), { ...owned(), java, endpoint } satisfies TableNote);

export const tableStopped = (directory: string): void => rmSync(tableFile(directory), { force: true });

/** Notes where the queues answer, while they do. */
export const queuesRun = (directory: string, endpoint: string): void =>
  writeJson(queuesFile(directory), { ...owned(), endpoint } satisfies Note);

export const queuesStopped = (directory: string): void => rmSync(queuesFile(directory), { force: true });

const advice = 'Delete it once no Waybill, and no java of one, uses the directory.';

/** Waits until the java of a run that was killed has let go of the data. Whoever calls holds the lock. */
export const javaGone = async (directory: string): Promise<void> => {
  const note = readJson<TableNote>(tableFile(directory), advice);
  if (!note) return;
  // Waybills of the past took no lock.
  if (note.owner !== process.pid && isAlive(note))
    throw new Error(
      `${directory} is in use by another Waybill (process ${note.owner}): stop it or choose another with --data.`,
    );
  const isOurs = () => processOf(note.java)?.command.includes(join(directory, 'dynamodb')) ?? false;
  if (!isOurs()) return;
  if (await ended(note.java, 5_000)) return;
  if (isOurs()) process.kill(note.java, 'SIGKILL');
  if (!(await ended(note.java, 5_000))) throw new Error(`Process ${note.java} does not let go of ${directory}.`);
};

/** Where the table and the queues of a Waybill answer that runs on this directory now, for tools that join in. */
export const runningIn = (directory: string): { readonly table?: string; readonly queues?: string } => {
  const living = (file: string) => {
    const note = readJson<Note>(file, advice);
    return note && isAlive(note) ? note.endpoint : undefined;
  };
  const [table, queues] = [living(tableFile(directory)), living(queuesFile(directory))];
  return { ...(table && { table }), ...(queues && { queues }) };
};
