import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from './data/json-file.ts';
import { ended, processOf } from './dynamo/processes.ts';

interface Note {
  readonly owner: number;
  readonly startedAt: string;
  /** Absent if tools may not connect. */
  readonly endpoint?: string | undefined;
}

interface TableNote extends Note {
  readonly java: number;
}

const tableFile = (directory: string) => join(directory, 'dynamodb.pid');
const queuesFile = (directory: string) => join(directory, 'queues.pid');
const isAlive = ({ owner, startedAt }: Note) => processOf(owner)?.startedAt === startedAt;
const owned = () => ({ owner: process.pid, startedAt: processOf(process.pid)?.startedAt ?? '' });

/** Records the table's endpoint, for tools and for the next start after a crash. */
export const tableRuns = (directory: string, java: number, endpoint: string | undefined): void =>
  writeJson(tableFile(directory), { ...owned(), java, endpoint } satisfies TableNote);

export const tableStopped = (directory: string): void => rmSync(tableFile(directory), { force: true });

/** Records the endpoint of the queues while they run. */
export const queuesRun = (directory: string, endpoint: string): void =>
  writeJson(queuesFile(directory), { ...owned(), endpoint } satisfies Note);

export const queuesStopped = (directory: string): void => rmSync(queuesFile(directory), { force: true });

const advice = 'Delete it once no Waybill, and no java of one, uses the directory.';

/** Waits until the java process of a killed run has released the data. The caller holds the lock. */
export const javaGone = async (directory: string): Promise<void> => {
  const note = readJson<TableNote>(tableFile(directory), advice);
  if (!note) return;
  // Earlier versions took no lock.
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

/** The endpoints of the table and the queues of a running Waybill on this directory, for tools. */
export const runningIn = (directory: string): { readonly table?: string; readonly queues?: string } => {
  const living = (file: string) => {
    const note = readJson<Note>(file, advice);
    return note && isAlive(note) ? note.endpoint : undefined;
  };
  const [table, queues] = [living(tableFile(directory)), living(queuesFile(directory))];
  return { ...(table && { table }), ...(queues && { queues }) };
};
