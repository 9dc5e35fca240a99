import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '../local/support/directory.ts';

const root = join(import.meta.dirname, '..', '..');

/** A copy of the repository in a separate directory, with the same packages installed. */
export const aCopy = (): string => {
  const copy = temporaryDirectory();
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of listed
    .toString()
    .split('\0')
    .filter((file) => file && existsSync(join(root, file)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  linkPackages(root, copy);
  const layers = readdirSync(join(root, 'layers'));
  for (const layer of layers) linkPackages(join(root, 'layers', layer), join(copy, 'layers', layer));
  mkdirSync(join(copy, 'node_modules', '@waybill'));
  for (const layer of layers) symlinkSync(join(copy, 'layers', layer), join(copy, 'node_modules', '@waybill', layer));
  return copy;
};

/** Registry packages are shared; workspace packages are those of the copy. */
const linkPackages = (from: string, to: string) => {
  const packages = join(from, 'node_modules');
  const names = existsSync(packages) ? readdirSync(packages) : [];
  mkdirSync(join(to, 'node_modules'), { recursive: true });
  for (const name of names.filter((name) => name !== '@waybill'))
    symlinkSync(join(packages, name), join(to, 'node_modules', name));
};
