import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import Table from 'cli-table3';
import type { Result } from '../bench/result.ts';

/** `npm run bench`: what the house costs and how fast it is, as tables and as `bench/results.json`. */
Object.assign(process.env, {
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_TRACE_ENABLED: 'false',
});
const { cost } = await import('../bench/cost.ts');
const { speed } = await import('../bench/speed.ts');
const { machine } = await import('../bench/machine.ts');

const number = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const told = (title: string, lines: readonly Result[]) => {
  const table = new Table({ head: [title, 'measured', 'target', ''], style: { head: [], border: [] } });
  for (const { what, measured, unit = '', target = '', ok } of lines) {
    const mark = ok === undefined ? '' : ok ? '✔' : '✘';
    table.push([what, { hAlign: 'right', content: `${number(measured)} ${unit}`.trim() }, target, mark]);
  }
  console.log(table.toString());
};

const parts = {
  'What it costs': cost,
  'How fast it is, kept on disk': () => speed('disk'),
  'How fast it is, in memory': () => speed('memory'),
  'How long one waits': machine,
};
const results: Record<string, Result[]> = {};
for (const [title, part] of Object.entries(parts)) {
  results[title] = await part();
  told(title, results[title]);
}
const on = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model };
writeFileSync('bench/results.json', `${JSON.stringify({ at: new Date().toISOString(), on, results }, null, 2)}\n`);
