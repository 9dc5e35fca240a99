import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ended, processOf } from './processes.ts';

/** Makes the directory if need be, and says so plainly if it cannot be used. */
export const dataDirectory = (data: string): string => {
  const directory = resolve(data);
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `Cannot use ${directory} for data (${(error as NodeJS.ErrnoException).code}): choose another with --data.`,
    );
  }
  return directory;
};

interface Tenancy {
  readonly owner: number;
  readonly born: string;
  readonly java: number;
  /** Where the table answers. */
  readonly endpoint?: string;
}

const tenancyFile = (directory: string) => join(directory, 'dynamodb.pid');

/** Notes whose table this is, for the next start after a crash. */
export const moveIn = (directory: string, java: number, endpoint: string): void => {
  const tenancy: Tenancy = { ...owned(), java, endpoint };
  writeFileSync(tenancyFile(directory), JSON.stringify(tenancy));
};

const owned = () => ({ owner: process.pid, born: processOf(process.pid)?.born ?? '' });

export const moveOut = (directory: string): void => rmSync(tenancyFile(directory), { force: true });

/** Waits until the java of a killed run has let go of the data. A run that is still alive is left alone. */
export const vacated = async (directory: string): Promise<void> => {
  const tenancy = read(tenancyFile(directory));
  if (!tenancy) return;
  const isOurJava = () => processOf(tenancy.java)?.command.includes(join(directory, 'dynamodb')) ?? false;
  if (!isOurJava()) return;
  if (processOf(tenancy.owner)?.born === tenancy.born)
    throw new Error(
      `${directory} is in use by another Waybill (process ${tenancy.owner}): stop it or choose another --data.`,
    );
  if (await ended(tenancy.java, 5_000)) return;
  if (isOurJava()) process.kill(tenancy.java, 'SIGKILL');
  if (!(await ended(tenancy.java, 5_000))) throw new Error(`Process ${tenancy.java} does not let go of ${directory}.`);
};

const queuesFile = (directory: string) => join(directory, 'queues.pid');

/** Notes where the queues answer, while they do. */
export const queuesAt = (directory: string, endpoint: string): void =>
  writeFileSync(queuesFile(directory), JSON.stringify({ ...owned(), endpoint }));

export const queuesGone = (directory: string): void => rmSync(queuesFile(directory), { force: true });

/** Where the table and the queues of a Waybill answer that runs on this directory now, for tools that join it. */
export const runningIn = (directory: string): { readonly table?: string; readonly queues?: string } => {
  const living = (tenancy: Pick<Tenancy, 'owner' | 'born' | 'endpoint'> | undefined) =>
    tenancy && processOf(tenancy.owner)?.born === tenancy.born ? tenancy.endpoint : undefined;
  const [table, queues] = [living(read(tenancyFile(directory))), living(read(queuesFile(directory)))];
  return { ...(table && { table }), ...(queues && { queues }) };
};

const read = (file: string): Tenancy | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tenancy;
  } catch (error) {
    // A note that is missing or cut short names nobody.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
