import { readdirSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataDirectory } from '../data/data.ts';
import { migrate } from '../data/data-format.ts';
import { type DataLock, lockData } from '../data/data-lock.ts';
import { javaGone, tableRuns, tableStopped } from '../running.ts';
import { checkSpace } from './disk-space.ts';
import { accessKeyOf, prepareDatabase } from './dynamo-files.ts';
import { type Java, startJava, whyNot } from './java.ts';

export interface Dynamo {
  /** With the data's access key as its user name, if there is one. */
  readonly endpoint: string;
  readonly pid: number;
  /** Whether other machines can connect: DynamoDB Local has no option to listen on loopback only. */
  readonly isExposed: boolean;
  readonly exited: Java['exited'];
  stop(): Promise<void>;
}

export interface DynamoOptions {
  readonly data?: string | undefined;
  /** Delete Waybill's files in the data directory, and no other files. */
  readonly fresh?: boolean | undefined;
  readonly port?: number;
  /** Whether tools may connect while it runs (default); otherwise they report that the data is in use. */
  readonly joinable?: boolean;
}

/** Amazon's DynamoDB Local on a free port: in memory, or durably in `<data>/dynamodb`. */
export const startDynamo = async ({ data, ...options }: DynamoOptions = {}): Promise<Dynamo> => {
  if (data === undefined) return run(['-inMemory'], options);
  const directory = dataDirectory(data);
  checkSpace(directory);
  const lock = await lockData(directory);
  try {
    return await runOn(directory, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
};

const runOn = async (
  directory: string,
  lock: DataLock,
  { fresh, port, joinable = true }: DynamoOptions,
): Promise<Dynamo> => {
  await javaGone(directory);
  if (fresh) forget(directory);
  migrate(directory);
  prepareDatabase(directory);
  const dynamo = await run(['-dbPath', join(directory, 'dynamodb')], {
    port,
    user: accessKeyOf(directory),
    onStarted: (pid, endpoint) => tableRuns(directory, pid, joinable ? endpoint : undefined),
  });
  const stop = async () => {
    await dynamo.stop();
    tableStopped(directory);
    lock.release();
  };
  let stopped: Promise<void> | undefined;
  return {
    ...dynamo,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
};

interface RunOptions {
  readonly port?: number | undefined;
  readonly user?: string;
  readonly onStarted?: (pid: number, endpoint: string) => void;
}

const run = async (place: readonly string[], { port, user, onStarted }: RunOptions): Promise<Dynamo> => {
  const at = port ?? (await freePort());
  const java = await startJava([...place, '-disableTelemetry', '-cors', 'none', '-port', `${at}`]);
  const endpoint = `http://${user ? `${user}@` : ''}127.0.0.1:${at}`;
  onStarted?.(java.pid, endpoint);
  const why = await Promise.race([answering(at, java), java.exited.then(whyNot)]);
  if (!why) return { endpoint, pid: java.pid, isExposed: await isExposed(at), exited: java.exited, stop: java.stop };
  await java.stop();
  throw new Error(why);
};

const kept =
  /^(dynamodb|queues|seeding|stream-\w+\.json|(development-key|dynamodb-key|parameters|format)\.json|dynamodb\.pid)$/;

const forget = (directory: string) => {
  for (const name of readdirSync(directory).filter((name) => kept.test(name)))
    rmSync(join(directory, name), { recursive: true });
};

/** Whether the port can be reached on a non-loopback address of this machine. */
const isExposed = async (port: number): Promise<boolean> => {
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ internal }) => !internal));
  const reached = await Promise.all(addresses.map(({ address }) => accepts(address, port)));
  return reached.includes(true);
};

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    const socket = connect({ host, port, timeout: 1_000 });
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Java needs a second on an idle machine; on a busy one it has needed over twenty. */
const startsWithinMs = 120_000;

/** Resolves when it responds, or to the reason if it does not in time. */
const answering = async (port: number, { exited }: Java): Promise<string | undefined> => {
  let over = false;
  void exited.then(() => {
    over = true;
  });
  for (const giveUp = Date.now() + startsWithinMs; !over && Date.now() < giveUp; await pause(20))
    if (await answers(port)) return undefined;
  return `DynamoDB Local did not answer within ${startsWithinMs / 1000} seconds.`;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolve(true);
    });
    request.once('timeout', () => request.destroy()).once('error', () => resolve(false));
  });
