import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

export const root = join(import.meta.dirname, '..', '..', '..');

const replacement = (file: string) => join(import.meta.dirname, 'replacements', file);

/** What a Lambda starts faster with; each file says why. */
const replacements = {
  http: replacement('http.cjs'),
  'node:http': replacement('http.cjs'),
  '@aws-sdk/credential-provider-node': replacement('credentials.ts'),
};

/**
 * ES modules as Lambda runs them. What several of them need, and what is imported when it is first used, becomes a module of
 * its own, which V8 does not parse before. Identifiers are kept: stacks and logs name functions, and esbuild's `keepNames`
 * for shorter ones takes longer to start.
 */
export const asModules = (options: BuildOptions) =>
  buildSync({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    alias: replacements,
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    ...options,
  });
