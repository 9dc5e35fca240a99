import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Stage } from '../../stage.ts';
import type { Entries } from './entries.ts';
import { asModules, root } from './esbuild.ts';

/**
 * Bundles Lambdas together: a module for each, and shared modules for common code (ADR 19).
 *
 * @returns the directory; in it is `<name>.mjs` for each name in `entries`
 */
export const bundle = (name: string, { name: stage }: Pick<Stage, 'name'>, entries: Entries): string => {
  const at = (kind: string) => join(root, 'cdk.out', kind, stage, name);
  for (const kind of ['entries', 'bundles']) rmSync(at(kind), { recursive: true, force: true });
  mkdirSync(at('entries'), { recursive: true });
  for (const [entry, source] of Object.entries(entries)) writeFileSync(join(at('entries'), `${entry}.ts`), source);
  asModules({
    entryPoints: Object.keys(entries).map((entry) => join(at('entries'), `${entry}.ts`)),
    outdir: at('bundles'),
  });
  return at('bundles');
};

/** Where code comes from: built here, unless a test replaces it. */
export const built = (name: string, stage: Stage, entries: () => Entries): Code =>
  Code.fromAsset(bundle(name, stage, entries()));
export type Build = typeof built;
