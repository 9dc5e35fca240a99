import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

export const root = join(import.meta.dirname, '..', '..', '..');

const replacement = (file: string) => join(import.meta.dirname, 'replacements', file);

/** Modules that shorten a cold start; each file gives its reason. */
const replacements = {
  http: replacement('http.cjs'),
  'node:http': replacement('http.cjs'),
  '@aws-sdk/credential-provider-node': replacement('credentials.ts'),
  '@better-auth/core/social-providers': replacement('social-providers.ts'),
  '@better-auth/telemetry': replacement('telemetry.ts'),
  postcss: replacement('postcss.ts'),
};

/**
 * ES modules for Lambda. Shared code, and code that is imported dynamically, becomes a module of
 * its own, which V8 parses when it is imported. Identifiers are kept: stacks and logs name functions, and esbuild's
 * `keepNames` for shorter ones starts more slowly.
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
