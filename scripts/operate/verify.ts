import * as contexts from '#functions/contexts';
import { verify } from '#scripts/tools/index';
import { toolOptions } from './tool-options.ts';
import { number, progress } from './tool-progress.ts';
import { inWorld } from './tool-world.ts';

const usage = `npm run verify -- [options]

Checks the table against its streams: every row is the fold of its stream, counters are the sum of their rows,
every booking has its live holder and every live holder its bookings, counters count them, every claim has its holder.
Says what differs, a line each, and ends with 1 if something does. It only reads, so it begins anew each time.

  --repair       mend what differs: by the streams, which are always right
  --segments N   how many parts of the table to read at a time (default: 4)`;

const { repair, segments, ...options } = toolOptions(
  { repair: { type: 'boolean', default: false }, segments: { type: 'string', default: '4' } },
  usage,
);

await inWorld(options, async (world) => {
  const line = progress(world.items);
  const onProgress = (items: number) => line.show(items, `${number(items)} items`);
  const { items, stale, differences } = await verify(world, contexts, { segments: Number(segments) || 4, onProgress });
  line.clear();
  let left = 0;
  for (const { what, where, wrong, mend } of differences) {
    const why = repair && !options['dry-run'] ? (mend ? await mend() : 'only a person can mend it') : undefined;
    if (!repair || options['dry-run'] || why) left++;
    const done = !repair ? '' : options['dry-run'] ? (mend ? ' → would be mended' : '') : ` → ${why ?? 'mended'}`;
    console.log(`${what.padEnd(7)} ${where}: ${wrong}${done}`);
  }
  if (stale)
    console.log(
      `${number(stale)} rows are in the shape of another release: no difference, they are folded from their streams when they are read. A job writes them anew; \`rebuild\` does it at once.`,
    );
  const rate = number(items / line.seconds());
  console.log(
    `${number(items)} items in ${world.where}, ${number(differences.length)} differences${repair ? `, ${number(left)} left` : ''} (${rate} items/s)`,
  );
  return left ? 1 : 0;
});
