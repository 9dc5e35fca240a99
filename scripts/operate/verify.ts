import * as contexts from '#functions/contexts';
import { verify } from '#scripts/tools/index';
import { toolOptions } from './tool-options.ts';
import { number, progress } from './tool-progress.ts';
import { onTarget } from './tool-target.ts';

const usage = `npm run verify -- [options]

Checks the table against its streams: every row is the fold of its stream, counters are the sum of their rows,
every booking has its live holder and every live holder its bookings, counters count them, every claim has its holder.
Prints what differs, a line each, and exits with 1 if something does. It only reads, so it starts anew each time.

  --repair       repair what differs, from the streams
  --segments N   the number of parts of the table to read concurrently (default: 4)`;

const { repair, segments, ...options } = toolOptions(
  { repair: { type: 'boolean', default: false }, segments: { type: 'string', default: '4' } },
  usage,
);

await onTarget(options, async (target) => {
  const line = progress(target.items);
  const onProgress = (items: number) => line.show(items, `${number(items)} items`);
  const { items, stale, differences } = await verify(target, contexts, { segments: Number(segments) || 4, onProgress });
  line.clear();
  let left = 0;
  for (const { what, where, wrong, repair: repairIt } of differences) {
    const why =
      repair && !options['dry-run'] ? (repairIt ? await repairIt() : 'only an operator can repair it') : undefined;
    if (!repair || options['dry-run'] || why) left++;
    const done = !repair
      ? ''
      : options['dry-run']
        ? repairIt
          ? ' → would be repaired'
          : ''
        : ` → ${why ?? 'repaired'}`;
    console.log(`${what.padEnd(7)} ${where}: ${wrong}${done}`);
  }
  if (stale)
    console.log(
      `${number(stale)} rows have the shape of another release. This is no error: they are folded from their streams when they are read. A job writes them again; \`rebuild\` does it at once.`,
    );
  const rate = number(items / line.seconds());
  console.log(
    `${number(items)} items in ${target.where}, ${number(differences.length)} differences${repair ? `, ${number(left)} left` : ''} (${rate} items/s)`,
  );
  return left ? 1 : 0;
});
