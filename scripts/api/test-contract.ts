import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsOf } from '../cli/options.ts';
import { pythonTools } from '../cli/python-tools.ts';
import { runScript, UserError } from '../cli/user-error.ts';

const usage = `npm run test:contract -- [options]

Starts a separate runtime with the demo organization. Schemathesis then sends valid and invalid requests to every
operation, generated from the OpenAPI description; every response must match the description.
Exceptions are in test/contract, each with its reason. Needs Python 3.10 or newer.

  --url URL        test the runtime there (this changes its demo organization)
  --only TAG       only the operations with this tag
  --examples N     random requests per operation, besides the systematic ones (default: 10)`;

const packages = ['schemathesis==4.32.5'];
/** Longer than a run on the slowest machine; a run that hangs is stopped then. */
const patienceMs = 40 * 60_000;

const options = optionsOf(
  { url: { type: 'string' }, only: { type: 'string' }, examples: { type: 'string', default: '10' } },
  usage,
);
const home = join(import.meta.dirname, '..', '..');

interface Runtime {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The local runtime in a separate process and directory. */
const startRuntime = async (): Promise<Runtime> => {
  const data = mkdtempSync(join(tmpdir(), 'waybill-contract-'));
  const child = spawn(process.execPath, ['scripts/run/start.ts', '--port', '0', '--data', data], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const [, url] = /^ready (\S+)/m.exec(said) ?? [];
      if (url) resolve(url);
    });
    child.once('exit', () => reject(new UserError(`The runtime did not start: ${said.trim()}`)));
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, stop };
};

/** Runs Schemathesis against the API; resolves to its exit code, 0 if every response was as described. */
const tryApi = async (url: string): Promise<number> => {
  const bin = await pythonTools('contract', packages);
  const config = ['--config-file', 'schemathesis.toml'];
  const only = options.only ? ['--include-tag', options.only] : [];
  const args = [...config, 'run', `${url}/openapi.json`, '--max-examples', options.examples, ...only];
  const child = spawn(join(bin, 'st'), args, {
    cwd: join(home, 'test', 'contract'),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, WAYBILL_URL: url, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const code = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  clearTimeout(timer);
  rmSync(join(home, 'test', 'contract', '.schemathesis'), { recursive: true, force: true });
  return code;
};

await runScript(async () => {
  const runtime = options.url ? { url: options.url, stop: async () => {} } : await startRuntime();
  try {
    process.exitCode = await tryApi(runtime.url);
  } finally {
    await runtime.stop();
  }
});
