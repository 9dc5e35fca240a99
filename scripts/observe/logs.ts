import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { linesOf, logLine } from '#scripts/local/index';
import { misuse } from '../cli/options.ts';

const usage = `npm run -s logs -- <correlation> [options]

Shows the log lines of one request in the local runtime: its response, published events, projections and reactions.
Every response has its correlation id in the header X-Correlation-Id.

  --data DIR   the data directory of the runtime (default: .local)
  --json       the lines as JSON`;

const parse = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string', default: '.local' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return misuse(`${(error as Error).message.split(/\.\s/)[0]}. Try --help.`);
  }
};

const {
  values: { data, json, help },
  positionals: [correlation, ...more],
} = parse();

if (help) {
  console.log(usage);
  process.exit(0);
}
if (!correlation || more.length) misuse('Name one correlation, as in the X-Correlation-Id of an answer. Try --help.');
if (!existsSync(join(data, 'log.jsonl')))
  misuse(`There is no log in ${data}: start the runtime with npm start, or name its directory with --data.`);

const lines = linesOf(data, correlation!);
if (!lines.length) {
  console.error(`Nothing in ${data} is known of ${correlation}: the log keeps the last 10 MB.`);
  process.exit(1);
}
for (const line of lines) {
  const { correlation: _, ...about } = line;
  console.log(json ? JSON.stringify(line) : logLine(about));
}
