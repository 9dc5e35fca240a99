import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import Table from 'cli-table3';
import type { Result } from '../bench/result.ts';
import { wordsOf } from './cli/words.ts';

const usage = `npm run bench [-- PART …]

Measures costs and speed; prints tables and writes bench/results.json. Runs all parts, or those named;
the earlier results of other parts are kept.

  cost      DynamoDB units and dollars per call, of a notification and of an event for a webhook, asynchronous work included,
            and the time of a call, beside a plain castore store
  limits    write units and time that the rate limits add to a request
  lists     read units of a page of a list among 100,000 deliveries (fewer: BENCH_DELIVERIES)
  rebuild   events per second of a rebuild, beside a bare scan of the same table
  scale     the share of each limit that a day uses, at 1, 10, 100 and 1,000 times the deliveries (computed, not measured)
  http      status changes over HTTP beside bare puts with the same concurrency, on disk
  disk      rates and latencies over HTTP on the local runtime, its data on disk
  memory    the same in memory
  identity  sign-ins and tokens per second, and the cost of authenticating a request
  wait      how long npm start and the bundles take
  idle      what npm start costs while it is idle
  cold      from a fresh process to the first answer, beside an empty handler
  templates size of the templates and number of roles, today and at three times the routes
  emulator  a small load on the local runtime and on MiniStack, side by side (skipped without Python 3)`;

const titles = {
  cost: 'Costs',
  limits: 'Rate limits',
  lists: 'Lists',
  rebuild: 'Rebuild',
  scale: 'Capacity of a stage',
  http: 'Over HTTP, beside bare puts',
  disk: 'Local runtime, data on disk',
  memory: 'Local runtime, data in memory',
  identity: 'Identity',
  wait: 'Developer waiting times',
  idle: 'Local runtime, idle',
  cold: 'Cold starts',
  templates: 'Templates',
  emulator: 'Local runtime and MiniStack, side by side',
} as const;
type Part = keyof typeof titles;
const all = Object.keys(titles) as Part[];
const named = wordsOf(all, usage);

Object.assign(process.env, {
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_TRACE_ENABLED: 'false',
});
// Imported after the environment variables that silence Powertools are set.
const { cost } = await import('../bench/cost/cost.ts');
const { rateLimits } = await import('../bench/cost/rate-limits.ts');
const { lists } = await import('../bench/cost/lists.ts');
const { rebuilt } = await import('../bench/cost/rebuilt.ts');
const { overHttp } = await import('../bench/http/over-http.ts');
const { scale } = await import('../bench/scale/scale.ts');
const { speed } = await import('../bench/http/speed.ts');
const { identity } = await import('../bench/http/identity.ts');
const { coldStart } = await import('../bench/cold-start/cold-start.ts');
const { idle } = await import('../bench/machine/idle.ts');
const { templates } = await import('../bench/templates.ts');
const { wait } = await import('../bench/machine/wait.ts');
const { sideBySide } = await import('../bench/http/side-by-side.ts');

const number = (value: number) =>
  value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value >= 1 || !value
        ? value.toFixed(2)
        : value.toPrecision(2);
const printTable = (title: string, lines: readonly Result[]) => {
  const table = new Table({ head: [title, 'measured', 'target', ''], style: { head: [], border: [] } });
  for (const { what, measured, skipped, unit = '', target = '', ok } of lines) {
    const mark = ok === undefined ? '' : ok ? '✔' : '✘';
    const value = measured === undefined ? 'skipped' : `${number(measured)} ${unit}`.trim();
    table.push([what, { hAlign: 'right', content: value }, target, mark]);
    if (skipped) table.push([{ colSpan: 4, content: `skipped: ${skipped}` }]);
  }
  console.log(table.toString());
};

const parts: Record<Part, () => Promise<Result[]>> = {
  cost,
  limits: rateLimits,
  lists,
  rebuild: rebuilt,
  scale,
  http: overHttp,
  disk: () => speed('disk'),
  memory: () => speed('memory'),
  identity,
  wait,
  idle,
  cold: coldStart,
  templates,
  emulator: sideBySide,
};
const file = 'bench/results.json';
const measuredBefore = (): Record<string, unknown> => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
if (!named.length) rmSync(file, { force: true });
const on = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model };
for (const part of named.length ? named : all) {
  const lines = await parts[part]();
  printTable(titles[part], lines);
  const results = { ...measuredBefore(), [titles[part]]: { at: new Date().toISOString(), on, lines } };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
