import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './esbuild.ts';

/**
 * The module that a context's manifest exports a function from, `#functions/fleet/commands/register-driver`. Bundles import
 * functions from there: an import from the manifest itself would bring every other function with it.
 */
export const moduleOf = (context: string, name: string): string => {
  const manifest = readFileSync(join(root, 'functions', context, 'manifest.ts'), 'utf8');
  const [, path] = manifest.match(new RegExp(`^export \\{ ${name} \\} from '\\./(.+)\\.ts';$`, 'm')) ?? [];
  if (!path) throw new Error(`functions/${context}/manifest.ts has no line that exports ${name} from its module`);
  return `#functions/${context}/${path}`;
};
