import { samples } from '../api/samples.ts';
import { misuse, optionsOf } from '../cli/options.ts';
import { type BusEvent, eventsAt, NoEvents } from './event-stream.ts';

const usage = `npm run -s events -- [options]

Shows the events that the local runtime publishes from now on, a line for each: time, type, aggregate, user, and the
correlation id of the request that caused it. Ends with Ctrl-C.

  --type TYPE   only events of this type; may be repeated
  --json        each event as it is delivered to a queue, as one line of JSON
  --url URL     the base URL of the API (default: http://localhost:3000/v1)`;

const options = optionsOf(
  {
    type: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    url: { type: 'string', default: 'http://localhost:3000/v1' },
  },
  usage,
);

const known = Object.keys(samples()).toSorted();
const url = options.url.replace(/\/+$/, '');
if (!URL.canParse(url)) misuse(`--url must be a URL, not ${options.url}.`);
for (const type of options.type)
  if (!known.includes(type)) {
    const near = known.filter((name) => name.toLowerCase().includes(type.toLowerCase()));
    misuse(`There is no event ${type || '""'}. There is ${(type && near.length ? near : known).join(', ')}.`);
  }

const plain = ({ time, detail: { type, aggregate, aggregateId, version, by, correlationId } }: BusEvent) =>
  `${time.slice(11, 23)}  ${type.padEnd(24)}  ${aggregate} ${aggregateId} v${version}  by ${by}  ${correlationId}`;

const ending = new AbortController();
const end = () => ending.abort();
process.on('SIGINT', end).on('SIGTERM', end);
// The reader of the pipe may end early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  end();
});

try {
  const onBreak = () => console.error('The connection is gone. Waiting for the system to come back …');
  for await (const event of eventsAt(url, { types: options.type, signal: ending.signal, onBreak }))
    console.log(options.json ? JSON.stringify(event) : plain(event));
} catch (error) {
  if (!(error instanceof NoEvents)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
