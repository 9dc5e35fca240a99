import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { failureOf } from '@waybill/kernel/observability/reason-of';
import { sourceFrames } from '@waybill/kernel/observability/source-frames';
import { expect, test } from 'vitest';
import { asModules } from '#lib/constructs/compute/esbuild';
import { temporaryDirectory } from '../../local/support/directory.ts';

const source = `
const inside = (value: string): never => {
  throw new TypeError(value);
};
export const broken = (value: string) => inside(value);
`;

/** The error of a function in a bundle as Node itself describes it: Vitest reads source maps of its own. */
const thrownIn = (directory: string): Error => {
  writeFileSync(join(directory, 'broken.ts'), source);
  asModules({ entryPoints: [join(directory, 'broken.ts')], outdir: directory });
  const url = pathToFileURL(join(directory, 'broken.mjs')).href;
  const script = `import('${url}').then(({ broken }) => broken('sent')).catch(({ stack }) => console.log(stack))`;
  const stack = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: {} });
  return Object.assign(new TypeError('sent'), { stack });
};

test('the frames of an error name the source, its line and its column, and not the input', () => {
  const error = thrownIn(temporaryDirectory());
  const [first, second] = sourceFrames(error.stack!);
  expect(first).toMatch(/^\s+at inside \(.*broken\.ts:3:9\)$/);
  expect(second).toMatch(/^\s+at .*broken \(.*broken\.ts:5:\d+\)$/);
  expect(failureOf(error)).toEqual({ name: 'TypeError', at: sourceFrames(error.stack!) });
  expect(error.stack).toContain('sent');
  expect(JSON.stringify(failureOf(error))).not.toContain('sent');
});

test('frames stay as they are where a source map is missing or cannot be read', () => {
  const directory = temporaryDirectory();
  const { stack } = thrownIn(directory);
  writeFileSync(join(directory, 'broken.mjs.map'), 'no map');
  expect(sourceFrames(stack!)[0]).toMatch(/^\s+at inside \(file:.*broken\.mjs:\d+:\d+\)$/);
  const here = new Error('here');
  expect(sourceFrames(here.stack!)).toEqual(here.stack!.split('\n').filter((line) => /^\s+at /.test(line)));
});
