import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** No AWS account and no emulator. */
const env = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|NODE_OPTIONS|VITEST)/.test(name))),
  NODE_NO_WARNINGS: '1',
});

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The file that an npm script of that name runs. */
const fileOf = (name: string): string => {
  const [file] = /scripts\/\S+\.ts/.exec(scripts[name]) ?? [];
  if (!file) throw new Error(`package.json has no script ${name} that runs a file`);
  return file;
};

/** Runs a tool as `npm run` does, until it ends. */
export const tool = (name: string, ...args: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    execFile(process.execPath, [fileOf(name), ...args], { cwd: root, env: env() }, (error, out, err) =>
      done({ code: Number(error?.code ?? (error ? 1 : 0)), out: out.trim(), err: err.trim() }),
    );
  });

/** Starts a tool that the test will interrupt. */
export const begun = (name: string, ...args: readonly string[]) => {
  const child = spawn(process.execPath, [fileOf(name), ...args], {
    cwd: root,
    env: env(),
    stdio: 'ignore',
  });
  const kill = () => void child.kill('SIGKILL');
  onTestFinished(kill);
  return { ended: once(child, 'exit'), kill };
};
