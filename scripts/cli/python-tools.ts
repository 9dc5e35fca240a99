import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from './user-error.ts';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

const lastLine = (error: unknown) => {
  const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
  return (stderr || stdout || message).trim().split('\n').at(-1);
};

/**
 * Installs these PyPI packages, each as `name==version`, into a virtual environment below `.local`, unless they are
 * installed there already.
 *
 * @returns the directory of their programs
 */
export const pythonTools = async (name: string, packages: readonly string[]): Promise<string> => {
  const venv = join(root, '.local', name);
  const bin = join(venv, 'bin');
  if (await areInstalled(bin, packages)) return bin;
  console.error(`Installing ${packages.join(' and ')} from PyPI into .local/${name}.`);
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dirname(venv), { recursive: true });
  try {
    await run('python3', ['-m', 'venv', venv]);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no python3 here' : `python3 -m venv failed (${lastLine(error)})`;
    throw new UserError(`This needs Python 3.10 or newer with its venv module, and ${why}.`);
  }
  try {
    await run(join(bin, 'python3'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  } catch (error) {
    throw new UserError(`Could not install ${packages[0]} from PyPI: ${lastLine(error)}`);
  }
  return bin;
};

const areInstalled = async (bin: string, packages: readonly string[]) => {
  if (!existsSync(join(bin, 'python3'))) return false;
  try {
    const names = packages.map((each) => `"${each.split('==')[0]}"`);
    const ask = `from importlib.metadata import version as v; print(*(n + "==" + v(n) for n in [${names}]))`;
    return (await run(join(bin, 'python3'), ['-c', ask])).stdout.trim() === packages.join(' ');
  } catch {
    return false;
  }
};
