import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pythonTools } from '../cli/python-tools.ts';
import { UserError } from '../cli/user-error.ts';

/** Versions of MiniStack and its server; `docs/deploying.md` describes these. */
const packages = ['ministack==1.4.21', 'hypercorn==0.18.0'];

const root = join(import.meta.dirname, '..', '..');
const startsWithinMs = 120_000;
const stopsWithinMs = 10_000;

const isFree = (port: number) =>
  new Promise<number | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** The environment of MiniStack and its functions: without our variables, above all without credentials. */
const environment = (port: number, temp: string): NodeJS.ProcessEnv => ({
  // The first Node.js on the path runs the functions.
  PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
  HOME: temp,
  TMPDIR: temp,
  GATEWAY_PORT: String(port),
  BIND_HOST: '127.0.0.1',
  LAMBDA_EXECUTOR: 'local',
  IOT_MTLS_ENABLED: '0',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  NODE_OPTIONS: '--no-experimental-require-module',
});

export interface Emulator {
  readonly url: string;
  /** Its output, which is empty after it was stopped. */
  readonly log: () => string;
  /** Resolves when it has ended for any reason. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts an empty MiniStack on that port, or on 4566, or on another free one. */
export const startEmulator = async (port?: number): Promise<Emulator> => {
  const python = join(await pythonTools('venv', packages), 'python3');
  const free = port === undefined ? ((await isFree(4566)) ?? (await isFree(0))) : await isFree(port);
  if (free === undefined)
    throw new UserError(`Port ${port} is taken: stop what listens there, or name another --port.`);

  const temp = mkdtempSync(join(tmpdir(), 'waybill-emulator-'));
  const logFile = join(temp, 'emulator.log');
  const out = openSync(logFile, 'a');
  // A separate process group: its functions are stopped with it, and Ctrl-C reaches only this process.
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: temp,
    env: environment(free, temp),
    detached: true,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    const over = () => {
      isOver = true;
      resolve();
    };
    child.once('exit', over);
    child.once('error', over);
  });
  const killGroup = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has no processes left.
    }
  };
  const emulator: Emulator = {
    url: `http://127.0.0.1:${free}`,
    log: () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''),
    ended,
    stop: async () => {
      if (!isOver) child.kill('SIGTERM');
      await Promise.race([ended, sleep(stopsWithinMs, undefined, { ref: false })]);
      killGroup('SIGKILL');
      await ended;
      rmSync(temp, { recursive: true, force: true, maxRetries: 5 });
    },
  };

  const until = Date.now() + startsWithinMs;
  while (!isOver && Date.now() < until) {
    if (await answers(emulator.url)) return emulator;
    await sleep(50);
  }
  const said = emulator.log().trim().split('\n').at(-1);
  await emulator.stop();
  throw new UserError(`MiniStack did not come up on port ${free}; the last it said was: ${said}`);
};

/** Whether an HTTP server responds there. */
export const answers = async (url: string): Promise<boolean> => {
  try {
    await fetch(`${url}/_ministack/health`, { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
};
