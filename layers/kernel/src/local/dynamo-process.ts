import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataDirectory, moveIn, moveOut, vacated } from './data.ts';
import { type Java, startJava, whyNot } from './java.ts';

export interface Dynamo {
  readonly endpoint: string;
  readonly pid: number;
  readonly exited: Java['exited'];
  stop(): Promise<void>;
}

export interface DynamoOptions {
  readonly data?: string | undefined;
  /** Forgets what a Waybill has kept in the data directory, and nothing else that may lie there. */
  readonly fresh?: boolean | undefined;
  readonly port?: number;
}

/** Amazon's DynamoDB Local on a free port: in memory, or in `<data>/dynamodb` where every answered write is kept. */
export const startDynamo = async ({ data, fresh, port }: DynamoOptions = {}): Promise<Dynamo> => {
  const directory = data === undefined ? undefined : dataDirectory(data);
  if (directory) {
    await vacated(directory);
    if (fresh) forget(directory);
    await keepsALog(join(directory, 'dynamodb'));
  }
  const place = directory ? ['-dbPath', join(directory, 'dynamodb')] : ['-inMemory'];
  const at = port ?? (await freePort());
  const java = await startJava([...place, '-sharedDb', '-disableTelemetry', '-port', `${at}`]);
  const endpoint = `http://127.0.0.1:${at}`;
  if (directory) moveIn(directory, java.pid, endpoint);
  const stop = async () => {
    await java.stop();
    if (directory) moveOut(directory);
  };
  const why = await Promise.race([answering(endpoint, java), java.exited.then(whyNot)]);
  if (!why) return { endpoint, pid: java.pid, exited: java.exited, stop };
  await stop();
  throw new Error(why);
};

const kept = /^(dynamodb|queues|stream-\w+\.json|development-key\.json)$/;

const forget = (directory: string) => {
  for (const name of readdirSync(directory).filter((name) => kept.test(name)))
    rmSync(join(directory, name), { recursive: true });
};

/** SQLite's write-ahead log: as safe as its default and half as slow again, because it syncs once for each commit. */
const keepsALog = async (directory: string) => {
  mkdirSync(directory, { recursive: true });
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(directory, 'shared-local-instance.db'));
  // Creating a table writes the file's header, which is where the mode is kept.
  database.exec('PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS waybill (x)');
  database.close();
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Java needs a second on an idle machine; on one that is busy with something else it has needed over twenty. */
const startsWithinMs = 120_000;

/** Nothing once it answers; a reason if it does not in time. */
const answering = async (endpoint: string, { exited }: Java): Promise<string | undefined> => {
  let over = false;
  void exited.then(() => {
    over = true;
  });
  for (const giveUp = Date.now() + startsWithinMs; !over && Date.now() < giveUp; await pause(20))
    if (await answers(endpoint)) return undefined;
  return `DynamoDB Local did not answer within ${startsWithinMs / 1000} seconds.`;
};

const answers = (endpoint: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get(endpoint, { agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolve(true);
    });
    request.once('timeout', () => request.destroy()).once('error', () => resolve(false));
  });
