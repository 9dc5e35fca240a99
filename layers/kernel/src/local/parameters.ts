import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Parameters } from '../platform.ts';

/** Parameters on one machine: in a file that only its owner reads, or in memory. `given` are there from the start. */
export const localParameters = (given: Readonly<Record<string, string>>, data?: string): Parameters => {
  const file = data && join(data, 'parameters.json');
  const set: Record<string, string> = file ? kept(file) : {};
  const known = (name: string) => given[name] ?? set[name];
  return {
    get: async (name) => known(name),
    put: async (name, value, { once }) => {
      const before = known(name);
      if (once && before !== undefined) return before;
      set[name] = value;
      if (file) {
        writeFileSync(`${file}.new`, JSON.stringify(set), { mode: 0o600 });
        renameSync(`${file}.new`, file);
      }
      return value;
    },
  };
};

const kept = (file: string): Record<string, string> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
};
