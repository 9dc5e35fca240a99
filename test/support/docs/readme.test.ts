import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const home = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(home, 'README.md'), 'utf8');

/** `file.test.ts` “title” “title” … in the order of the page. */
const named = [...readme.matchAll(/`([\w/-]+\.test\.ts)`((?:\s*“[^”]+”)*)/g)].map(([, file, titles]) => ({
  file: file!,
  titles: [...titles!.matchAll(/“([^”]+)”/g)].map(([, title]) => title!),
}));

test('every test file that the README names exists', () => {
  expect(named.length).toBeGreaterThan(100);
  for (const { file } of named) expect(existsSync(join(home, file)), file).toBe(true);
});

test('every title that the README names is the title of a test', () => {
  const sources = new Map(named.map(({ file }) => [file, readFileSync(join(home, file), 'utf8')]));
  const missing = named.flatMap(({ file, titles }) =>
    titles.filter((title) => !sources.get(file)!.includes(`'${title}'`)).map((title) => `${file}: ${title}`),
  );
  expect(missing).toEqual([]);
});

test('the README leaves out no case of the earlier system', () => {
  const count = (letters: string, last: number) => Array.from({ length: last }, (_, i) => `${letters}${i + 1}`);
  const cases = [...count('FL', 8), ...count('RT', 7), ...count('DL', 9), ...count('E', 4), ...count('X', 40)];
  expect(cases).toHaveLength(68);
  expect(cases.filter((name) => !new RegExp(`^\\|.*\\b${name} `, 'm').test(readme))).toEqual([]);
});
