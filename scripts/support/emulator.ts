import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** MiniStack, and the server it stands on; what it can do is told for these versions. */
const packages = ['ministack==1.4.21', 'hypercorn==0.18.0'];

const root = join(import.meta.dirname, '..', '..');
const venv = join(root, '.local', 'venv');
const python = join(venv, 'bin', 'python3');
const startsWithinMs = 120_000;
const stopsWithinMs = 10_000;

/** What went wrong outside of our code, in a sentence for whoever reads it. */
export class Sorry extends Error {}

/** Ends a script the way its readers expect: our own sentences as they are, and everything else with its stack. */
export const orSorry = async (work: () => Promise<unknown>) => {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Sorry ? error.message : error);
    process.exitCode = 1;
  }
};

const run = promisify(execFile);
const lastLine = (error: unknown) => {
  const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
  return (stderr || stdout || message).trim().split('\n').at(-1);
};

/** Puts MiniStack into `.local/venv`, unless it is there already. */
const install = async () => {
  if (await isInstalled()) return;
  console.error(`Installing ${packages.join(' and ')} from PyPI into .local/venv.`);
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dirname(venv), { recursive: true });
  try {
    await run('python3', ['-m', 'venv', venv]);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no python3 here' : `python3 -m venv failed (${lastLine(error)})`;
    throw new Sorry(`The emulator needs Python 3.10 or newer with its venv module, and ${why}.`);
  }
  try {
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  } catch (error) {
    throw new Sorry(`Could not install ${packages[0]} from PyPI: ${lastLine(error)}`);
  }
};

const isInstalled = async () => {
  if (!existsSync(python)) return false;
  try {
    const names = packages.map((each) => `"${each.split('==')[0]}"`);
    const ask = `from importlib.metadata import version as v; print(*(n + "==" + v(n) for n in [${names}]))`;
    return (await run(python, ['-c', ask])).stdout.trim() === packages.join(' ');
  } catch {
    return false;
  }
};

const isFree = (port: number) =>
  new Promise<number | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** What MiniStack and the functions in it see: nothing of ours, above all no credentials. */
const environment = (port: number, temp: string): NodeJS.ProcessEnv => ({
  // The Node that runs the functions is the first on the path.
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
  /** What it wrote; nothing, once it is stopped. */
  readonly log: () => string;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** MiniStack, fresh and empty: on that port, or on 4566 or any other that is free. */
export const startEmulator = async (port?: number): Promise<Emulator> => {
  await install();
  const free = port === undefined ? ((await isFree(4566)) ?? (await isFree(0))) : await isFree(port);
  if (free === undefined) throw new Sorry(`Port ${port} is taken: stop what listens there, or name another --port.`);

  const temp = mkdtempSync(join(tmpdir(), 'waybill-emulator-'));
  const logFile = join(temp, 'emulator.log');
  const out = openSync(logFile, 'a');
  // A group of its own: whatever functions it still runs end with it, and Ctrl-C reaches us first.
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
      // Nobody is left.
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
  throw new Sorry(`MiniStack did not come up on port ${free}; the last it said was: ${said}`);
};

/** Whether anything that speaks HTTP is there. */
export const answers = async (url: string): Promise<boolean> => {
  try {
    await fetch(`${url}/_ministack/health`, { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
};
