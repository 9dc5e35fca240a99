import assert from 'node:assert/strict';
import { misuse, optionsOf } from '../cli/options.ts';
import { issuerFor } from '../token/issuer-for.ts';
import { afternoon } from './demo-afternoon.ts';
import { type Cast, castOf } from './demo-cast.ts';
import type { Body } from './demo-client.ts';
import { simulatedDay } from './demo-day.ts';
import { evening } from './demo-evening.ts';
import { morning } from './demo-morning.ts';
import { innerCity } from './demo-places.ts';
import { DemoError, eventually, stepsOf } from './demo-steps.ts';
import { boardTable, summaryTables } from './demo-tables.ts';

const usage = `npm run demo -- [options]

Plays a working day of three couriers in Vienna against the running system, and checks every answer.

  --url URL     the base URL of the API (default: http://localhost:3000/v1)
  --data DIR    the data directory of the local runtime, which has its key (default: .local)
  --stage NAME  the throw-away deployment at the URL; tokens are issued as by npm run token
  --minute MS   milliseconds per minute of the simulated day (default: 40)`;

const options = optionsOf(
  {
    url: { type: 'string', default: 'http://localhost:3000/v1' },
    data: { type: 'string', default: '.local' },
    stage: { type: 'string' },
    minute: { type: 'string', default: '40' },
  },
  usage,
);

const url = options.url.replace(/\/+$/, '');
const minuteMs = Number(options.minute);
if (!URL.canParse(url)) misuse(`--url must be a URL, not ${options.url}.`);
// At one second per minute the day takes ten minutes. With a slower clock, tokens would expire.
if (!/^\d{1,4}$/.test(options.minute) || minuteMs < 1 || minuteMs > 1_000)
  misuse('--minute must be a number of milliseconds from 1 to 1000.');

const play = async () => {
  const aheadMs = await clockAt(url);
  const keys = await issuerFor(options).catch(({ message }: Error) => {
    throw new DemoError(message);
  });
  await knownAt(url, await keys.mint({ role: 'auditor' }));

  console.log(`A day in Vienna, played at ${minuteMs} ms a minute; the times are the day’s\n`);
  const day = simulatedDay({ begins: '07:30', slowsDownAt: '17:31', minuteMs, aheadMs });
  const cast = await castOf({ day, step: stepsOf(day), url, keys });
  const booksId = await morning(cast);
  await afternoon(cast);
  await evening(cast);

  const { summary, board } = await review(cast, booksId);
  const { ana, mira, van, electricVan } = cast;
  const names = Object.fromEntries([
    ...[ana, mira].map(({ driverId, name }) => [driverId, name]),
    ...[van, electricVan].map(({ vehicleId, registration }) => [vehicleId, registration]),
  ]);
  console.log(`\n${summaryTables(summary, day, names)}`);
  console.log(`\nUnder way at ${day.timeOf(day.now())}, latest trouble first\n${boardTable(board, day)}`);
};

/** Checks the summary of the morning's delivery, and the deliveries under way. */
const review = async ({ auditor, ana, mira, van, electricVan }: Cast, booksId: string) => {
  const summary = await auditor.get(`/deliveries/${booksId}/summary`);
  const { outcome, attempts, reference, checkpoints, incidents, handOvers, proof, endedAt, due, onTime } = summary;
  assert.deepEqual([outcome, attempts, reference], ['Delivered', 1, 'BOOKS-17']);
  assert.deepEqual(
    checkpoints.map(({ location }: Body) => location),
    innerCity.places.map(([, { location }]) => location),
  );
  const reached = checkpoints.map(({ reachedAt }: Body) => reachedAt);
  assert.deepEqual(reached, reached.toSorted(), 'the places were passed in another order');
  assert.deepEqual(
    handOvers.map(({ of, from, to }: Body) => [of, from, to]),
    [
      ['Driver', ana.driverId, mira.driverId],
      ['Vehicle', van.vehicleId, electricVan.vehicleId],
    ],
  );
  assert.deepEqual(
    incidents.map(({ type, note }: Body) => [type, note]),
    [['Breakdown', 'Tyre changed']],
  );
  assert.equal(proof.receiverName, 'Helene Wessely');
  assert.equal(onTime, endedAt <= due);
  assert(Math.abs(summary.distanceMetres - 9_500) < 100, `${summary.distanceMetres} m is not the way through Vienna`);

  const { items: board } = await eventually(
    () => auditor.get('/deliveries/live'),
    ({ items }) => {
      const shown = items.map((it: Body) => [it.reference, it.lastCheckpoint?.location, it.openIncidents]);
      assert.deepEqual(shown, [
        ['ROSES-9', 'Schwedenplatz', 1],
        ['LAMPS-3', 'Schwedenplatz', 0],
      ]);
    },
  );
  return { summary, board: board as Body[] };
};

/** How far the system's clock is ahead of ours, in milliseconds. Throws if the system is not running. */
const clockAt = async (url: string): Promise<number> => {
  const health = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  const answer = (await health?.json().catch(() => undefined)) as Body | undefined;
  if (answer?.status !== 'ok') throw new DemoError(`Waybill is not running at ${url}: start it with \`npm start\`.`);
  return Date.parse(answer.at) - Date.now();
};

const knownAt = async (url: string, token: string): Promise<void> => {
  const { status } = await fetch(`${url}/fleet/policy`, { headers: { authorization: `Bearer ${token}` } });
  if (status === 401)
    throw new DemoError(
      `Waybill at ${url} does not know the key in ${options.data}: name its data directory with --data.`,
    );
};

try {
  await play();
} catch (error) {
  const { message, stack } = error as Error;
  console.error(error instanceof DemoError ? message : process.env.DEBUG ? stack : `✘ ${message}`);
  process.exit(1);
}
