import { join } from 'node:path';
import type { Parameters } from '@waybill/kernel/platform';
import { readJson, writeJson } from './data/json-file.ts';

/** Parameters on one machine: in a file that only its owner can read, or in memory. `given` exist from the start. */
export const localParameters = (given: Readonly<Record<string, string>>, data?: string): Parameters => {
  const file = data && join(data, 'parameters.json');
  const set: Record<string, string> = file ? kept(file) : {};
  const known = (name: string) => given[name] ?? set[name];
  return {
    get: async (name) => known(name),
    put: async (name, value, { once }) => {
      const before = known(name);
      if (once && before !== undefined) return before;
      if (file) writeJson(file, { ...set, [name]: value });
      set[name] = value;
      return value;
    },
  };
};

const kept = (file: string): Record<string, string> =>
  readJson<Record<string, string>>(
    file,
    'Put back a copy of it: it holds the secret of sessions and second factors. Without a copy, start with --fresh.',
  ) ?? {};
