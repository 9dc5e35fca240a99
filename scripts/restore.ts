import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { restore } from '@waybill/kernel/tools';
import { misuse } from './support/options.ts';
import { toolOptions } from './support/tool-options.ts';
import { number, progress } from './support/tool-progress.ts';
import { inWorld } from './support/tool-world.ts';

const usage = `npm run restore -- FILE [options]

Puts the items of a backup into an empty table; one that is not empty is refused, and so is a file that is no backup,
before anything is put. The table's readers are told all of it again: rows and reactions have seen it already, but others
on the bus have not. Let nobody in until it is done.

  --go-on        the table holds what a restore of this file cut short has left: put all of it again`;

const {
  'go-on': goOn,
  words: [file = ''],
  ...options
} = toolOptions({ 'go-on': { type: 'boolean', default: false } }, usage, 1);
if (!file || !existsSync(file)) misuse(file ? `There is no ${file}.` : 'Say which file to read. Try --help.');

await inWorld({ ...options, make: !options['dry-run'] }, async ({ table, where }) => {
  const dry = options['dry-run'];
  const line = progress();
  const lines = () => createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  const onProgress = (done: number) => line.show(done, `${number(done)} items`);
  const items = await restore(table, lines, { goOn, dry, onProgress });
  line.clear();
  const rate = number(items / line.seconds());
  console.log(`${number(items)} items of ${file} ${dry ? 'would be' : 'are'} in ${where} (${rate} items/s)`);
  return 0;
});
