import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A directory that is deleted after the tests. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'waybill-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};
