import { type ProjectionError, rebuild } from '@waybill/kernel';
import * as contexts from '#functions/contexts';
import { leftovers, placeOf, projectionsIn, rememberShapes } from '#scripts/tools/index';
import { misuse } from '../cli/options.ts';
import { toolOptions } from './tool-options.ts';
import { number, progress } from './tool-progress.ts';
import { onTarget } from './tool-target.ts';

const projections = projectionsIn(contexts);
const names = projections.map(({ definition }) => definition.name);

const usage = `npm run rebuild -- PROJECTION [options]

Projects a read model again from all events, while queries read the old rows; at the end, rows that no stream produces
are deleted. A stream that cannot be projected is printed, and its rows do not change. After an interruption it
resumes with the unfinished parts. Projections: ${names.join(', ')}.

  --parts N      the number of parts in which the table is read, four at a time (default: 16)
  --afresh       start over, for example after the code has changed again`;

const {
  parts,
  afresh,
  words: [name],
  ...options
} = toolOptions({ parts: { type: 'string', default: '16' }, afresh: { type: 'boolean', default: false } }, usage, 1);
const projection = projections.find(({ definition }) => definition.name === name);
if (!projection) misuse(`${name ? `There is no projection ${name}` : 'Say which'}: ${names.join(', ')}.`);
if (!/^[1-9]\d{0,3}$/.test(parts)) misuse('--parts must be a number from 1 to 9999.');

interface Finished {
  readonly segments: number;
  readonly done: number[];
}

await onTarget(options, async (target) => {
  const { platform, where, items: total } = target;
  const dry = options['dry-run'];
  const job = `rebuild-${name}`;
  const before = afresh ? undefined : await platform.locks.recall(job);
  const { segments, done }: Finished = before ? JSON.parse(before) : { segments: Number(parts), done: [] };
  if (done.length) console.log(`${done.length} of ${segments} parts are finished already.`);

  const line = progress(segments);
  const finished = [...done];
  const failed: ProjectionError[] = [];
  const result = await rebuild(
    dry ? { ...platform, views: { ...platform.views, put: async () => {}, putMany: async () => [] } } : platform,
    projection!,
    {
      segments,
      done,
      onProjectionError: (it) => failed.push(it),
      onProgress: ({ events, rows }) =>
        line.show(
          finished.length,
          `${finished.length} of ${segments} parts · ${number(events)} events · ${number(rows)} rows`,
          events,
        ),
      onSegment: async (part) => {
        finished.push(part);
        if (!dry) await platform.locks.remember(job, JSON.stringify({ segments, done: finished } satisfies Finished));
      },
    },
  );
  line.clear();
  const rate = number(result.events / line.seconds());

  for (const { stream, message } of failed)
    console.log(`stream  ${stream.context}#${stream.org}#${stream.aggregate}#${stream.id}: ${message}`);

  const looking = progress(total);
  const onProgress = (items: number) => looking.show(items, `${number(items)} items searched for leftover rows`);
  const left = await leftovers(target, contexts, name!, { onProgress });
  looking.clear();
  let stays = 0;
  for (const { where, repair } of left) {
    const why = dry ? undefined : await repair!();
    if (why) console.log(`row     ${where}: ${why}`);
    if (why) stays++;
  }
  if (!dry) await platform.locks.remember(job, undefined);
  // The job that rebuilds stale rows can skip these now.
  const now = platform.clock().toISOString();
  if (!dry && !failed.length)
    await rememberShapes(platform, { [placeOf(projection!)]: { shape: projection!.shape(), since: now, done: true } });
  const verb = dry ? 'would be projected' : 'projected';
  const deleted = left.length - stays;
  const deletions = deleted ? `, ${number(deleted)} leftover ${dry ? 'would be deleted' : 'deleted'}` : '';
  console.log(
    `${name} in ${where}: ${number(result.events)} events, ${number(result.rows)} rows ${verb}${deletions} (${rate} events/s)`,
  );
  return stays || failed.length ? 1 : 0;
});
