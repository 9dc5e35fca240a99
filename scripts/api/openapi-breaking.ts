import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { misuse, optionsOf } from '../cli/options.ts';
import { breakingChanges } from './breaking-changes.ts';

const usage = `npm run openapi:breaking -- [options]

Compares docs/api/openapi.json with docs/api/released.json, and fails on a change that breaks clients. Needs Go 1.24 or
newer, which downloads and builds the comparison tool (oasdiff) the first time.

  --prove     first check that the tool reports known breaking changes, and accepts known harmless ones`;

/** The comparison tool, with its version. */
const tool = 'github.com/oasdiff/oasdiff@v1.33.0';
const { prove } = optionsOf({ prove: { type: 'boolean', default: false } }, usage);
const at = (name: string) => join(import.meta.dirname, '../../docs/api', name);

/** The tool's report on two descriptions, and whether the second breaks clients of the first. */
const compare = (before: string, after: string): { readonly breaks: boolean; readonly says: string } => {
  const levels = ['--fail-on', 'ERR', '--severity-levels', at('severity.txt')];
  const { status, stdout, stderr, error } = spawnSync(
    'go',
    ['run', tool, 'breaking', '--flatten-allof', ...levels, before, after],
    { encoding: 'utf8' },
  );
  if (error) return misuse('This needs Go 1.24 or newer on the PATH.');
  const says = `${stdout}${stderr}`.trim();
  // `go run` exits with 1 for any code of the tool; the output has the result.
  if (status !== 0 && !/^\d+ changes: [1-9]\d* error/.test(says)) throw new Error(`The comparison failed: ${says}`);
  return { breaks: status !== 0, says };
};

/** Applies each known change to the description, and checks the tool's report. */
const proveTool = (): void => {
  const place = mkdtempSync(join(tmpdir(), 'waybill-openapi-'));
  try {
    for (const { what, change, breaks } of breakingChanges) {
      const changed = join(place, 'changed.json');
      const document = JSON.parse(readFileSync(at('openapi.json'), 'utf8'));
      change(document);
      writeFileSync(changed, JSON.stringify(document));
      const found = compare(at('openapi.json'), changed);
      if (found.breaks !== breaks) throw new Error(`${what}: ${found.says}`);
      console.log(`${breaks ? 'reported' : 'accepted'}: ${what}`);
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

if (prove) proveTool();
const { breaks, says } = compare(at('released.json'), at('openapi.json'));
console.log(says);
if (breaks) {
  console.error('docs/api/openapi.json breaks clients of docs/api/released.json; see CONTRIBUTING.md.');
  process.exit(1);
}
