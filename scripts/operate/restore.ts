import { createReadStream, existsSync } from 'node:fs';
import { type Backup, linesIn, NoBackup, openBackup, restore } from '#scripts/tools/index';
import { misuse } from '../cli/options.ts';
import { toolOptions } from './tool-options.ts';
import { number, progress } from './tool-progress.ts';
import { onTarget } from './tool-target.ts';

const usage = `npm run restore -- FILE [options]

Writes the items of a backup into an empty table. The whole file is read first, and checked against its header, its counts
and its checksum: a file that is not a complete backup is refused before anything is written, and so is a table that is not
empty. All events are published again: Waybill's rows and reactions ignore repeats, other consumers on the bus must expect
them. Block all traffic until it is done.

  --go-on        resume an interrupted restore of this file: write all items again`;

const {
  'go-on': goOn,
  words: [file = ''],
  ...options
} = toolOptions({ 'go-on': { type: 'boolean', default: false } }, usage, 1);
if (!file || !existsSync(file)) misuse(file ? `There is no ${file}.` : 'Say which file to read. Try --help.');

const opened = async (): Promise<Backup | undefined> => {
  try {
    return await openBackup(() => linesIn(createReadStream(file)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!(error instanceof NoBackup) && !code) throw error;
    console.error(
      code ? `${file} cannot be read (${code}).` : `${file} cannot be restored: ${(error as Error).message}.`,
    );
    process.exitCode = 1;
    return undefined;
  }
};

const backup = await opened();
if (backup)
  await onTarget({ ...options, make: !options['dry-run'] }, async ({ table, where }) => {
    const dry = options['dry-run'];
    const line = progress(backup.items);
    const onProgress = (done: number) => line.show(done, `${number(done)} items`);
    const items = await restore(table, backup, { goOn, dry, onProgress });
    line.clear();
    const { stage, createdAt } = backup.origin;
    const kinds = Object.entries(backup.kinds).map(([kind, count]) => `${number(count)} ${kind}`);
    console.log(`${file}: stage ${stage}, ${createdAt}, ${kinds.join(', ')}`);
    const rate = number(items / line.seconds());
    console.log(`${number(items)} items of ${file} ${dry ? 'would be' : 'are'} in ${where} (${rate} items/s)`);
    return 0;
  });
