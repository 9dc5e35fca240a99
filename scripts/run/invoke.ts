import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { misuse } from '../cli/options.ts';

const usage = `npm run -s invoke -- <function> --event FILE [options]

Invokes one function with one event, and prints its response as JSON. Nothing else runs: what it publishes or
sends is only printed on stderr. Its error is printed as Lambda prints it, with exit code 1.

  <function>      its export, with or without its context: fleet.registerDriver, listDrivers, projector, publisher
  --event FILE    the event as JSON; - reads it from stdin. Samples are in events/samples
  --data DIR      use the table in that data directory (npm start must not be running there);
                  default: an empty table in memory`;

process.env.POWERTOOLS_LOG_LEVEL ??= 'WARN';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_TRACE_ENABLED = 'false';

const given = () => {
  const options = {
    event: { type: 'string' },
    data: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return misuse(`${(error as Error).message.split(/\.\s/)[0]}. Try --help.`);
  }
};

const { values, positionals } = given();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [asked = misuse('Name one function. Try --help.'), ...more] = positionals;
if (more.length) misuse('Name one function. Try --help.');
const file = values.event ?? misuse('--event must name a file; samples are in events/samples.');
if (values.data === '') misuse('--data must name a directory.');

const read = (): unknown => {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    return misuse(`Cannot read ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
  try {
    return JSON.parse(text);
  } catch {
    return misuse(`${file === '-' ? 'What stdin says' : file} is not JSON.`);
  }
};
const event = read();

// Imported after the environment variables that silence Powertools are set.
const [contexts, { functionsIn, invoked, meant, observed }] = await Promise.all([
  import('#functions/contexts'),
  import('./invocation.ts'),
]);
const functions = functionsIn(contexts);
const choice = meant(asked, functions.keys());
const name = 'why' in choice ? misuse(choice.why) : choice.name;

const ground = async () => {
  if (values.data !== undefined) return (await import('./table-in.ts')).tableIn(values.data);
  const { memory } = await import('@waybill/kernel/memory');
  return { platform: memory(), stop: async () => {} };
};

try {
  const { platform, stop } = await ground();
  const { failed, answer } = await invoked(name, functions.get(name)!, observed(platform, console.error), event);
  await stop();
  console.log(JSON.stringify(answer, null, 2));
  process.exitCode = failed ? 1 : 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
