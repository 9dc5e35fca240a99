import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

export const root = join(import.meta.dirname, '..', '..', '..');

/** One ES module as Lambda runs it. `keepNames`, because logs and problems speak of functions by name. */
export const asModule = (options: BuildOptions) =>
  buildSync({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    ...options,
  });
