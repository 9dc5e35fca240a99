import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import Table from 'cli-table3';
import type { Result } from '../bench/result.ts';

/** `npm run bench`: what the house costs and how fast it is, as a table and as `bench/results.json`. */
Object.assign(process.env, {
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_TRACE_ENABLED: 'false',
});
const { cost } = await import('../bench/cost.ts');
const { speed } = await import('../bench/speed.ts');
const { machine } = await import('../bench/machine.ts');

const parts = { 'What it costs': cost, 'How fast it is': speed, 'How long one waits': machine };
const results: Record<string, Result[]> = {};
for (const [title, part] of Object.entries(parts)) {
  console.log(`${title} …`);
  results[title] = await part();
}

const number = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const table = new Table({ head: ['', 'measured', 'target', ''], style: { head: [], border: [] } });
for (const [title, lines] of Object.entries(results)) {
  table.push([{ colSpan: 4, content: title }]);
  for (const { what, measured, unit = '', target = '', ok } of lines)
    table.push([
      what,
      { hAlign: 'right', content: `${number(measured)} ${unit}`.trim() },
      target,
      ok === undefined ? '' : ok ? '✔' : '✘',
    ]);
}
console.log(table.toString());

const machineIs = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model };
writeFileSync(
  'bench/results.json',
  `${JSON.stringify({ at: new Date().toISOString(), machine: machineIs, results }, null, 2)}\n`,
);
