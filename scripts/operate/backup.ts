import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, renameSync } from 'node:fs';
import { backup } from '#scripts/tools/index';
import { misuse } from '../cli/options.ts';
import { toolOptions } from './tool-options.ts';
import { number, progress } from './tool-progress.ts';
import { onTarget } from './tool-target.ts';

const usage = `npm run backup -- FILE [options]

Writes every item of the table as a line of JSON, between a header (format, version, stage, time) and an end (counts and
a checksum), which restore verifies. The backup is not a snapshot: it may contain only some of the items that are written
meanwhile. For a consistent backup, stop all writes, or use DynamoDB's point-in-time recovery. An interrupted backup
leaves FILE.part, and the next one starts again.

  --overwrite    replace FILE if it exists`;

const {
  overwrite,
  words: [file = ''],
  ...options
} = toolOptions({ overwrite: { type: 'boolean', default: false } }, usage, 1);
if (!file) misuse('Say which file to write. Try --help.');
if (existsSync(file) && !overwrite) misuse(`${file} is there already: name another, or say --overwrite.`);

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

await onTarget(options, async ({ table, items: total, where }) => {
  const dry = options['dry-run'];
  const line = progress(total);
  const out = dry ? undefined : createWriteStream(`${file}.part`);
  const failed = out && once(out, 'error').then(([error]) => Promise.reject(error));
  failed?.catch(() => undefined);
  const write = async (lines: string) => {
    if (out && !out.write(lines)) await Promise.race([once(out, 'drain'), failed]);
  };
  const onProgress = (done: number) => line.show(done, `${number(done)} items`);
  const items = await backup(table, write, { version, stage: options.stage ?? 'local', onProgress });
  if (out) {
    await Promise.race([new Promise((done) => out.end(() => done(undefined))), failed]);
    renameSync(`${file}.part`, file);
  }
  line.clear();
  const rate = number(items / line.seconds());
  console.log(`${number(items)} items of ${where} ${dry ? 'would be' : 'are'} in ${file} (${rate} items/s)`);
  return 0;
});
