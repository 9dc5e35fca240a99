import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refused } from './refused.ts';

export const root = join(import.meta.dirname, '..', '..');

export interface Change {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly text: string;
  readonly isNew: boolean;
}

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

export const create = (file: string, text: string): Change => ({ file, text, isNew: true });

/** The file, edited again if it was edited already. */
export const edit = (changes: readonly Change[], file: string, how: (text: string) => string): Change[] => {
  const known = changes.find((change) => change.file === file);
  const text = how(known?.text ?? read(file));
  return [...changes.filter((change) => change !== known), { file, text, isNew: known?.isNew ?? false }];
};

/** The changes, if none of them would overwrite a file. */
export const harmless = (changes: readonly Change[]): readonly Change[] => {
  const taken = changes.filter(({ file, isNew }) => isNew && existsSync(join(root, file)));
  if (taken.length) throw new Refused(`There is a file ${taken.map(({ file }) => file).join(', ')} already.`);
  return changes;
};

/** Writes the files, formatted, each atomically. */
export const write = (changes: readonly Change[]): void => {
  for (const { file, text } of changes) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, text, { flag: 'wx' });
    renameSync(`${path}.new`, path);
  }
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const files = changes.map(({ file }) => file).filter((file) => !file.endsWith('.md'));
  const arguments_ = [biome, 'check', '--write', '--error-on-warnings', ...files];
  const { status } = spawnSync(process.execPath, arguments_, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Refused('All files are written, but biome reports errors: see above.');
};
