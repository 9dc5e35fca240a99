import { demoOrg } from '#scripts/local/index';
import { misuse, optionsOf } from '../cli/options.ts';
import { number, progress } from '../operate/tool-progress.ts';
import { issuerFor } from '../token/issuer-for.ts';
import { type Seeded, seedBranch } from './seed-branch.ts';
import { Declined, seedClient } from './seed-client.ts';
import { crewsOfBranch, deliveriesOfBranch, type Story, shifts, storyOf } from './seed-story.ts';

const usage = `npm run seed -- --deliveries N [options]

Fills a running system with N deliveries of every status, and the drivers, vehicles and routes they need: a branch in
a city for every ${deliveriesOfBranch} of them, all through the API. It can be interrupted and repeated: each request has
an idempotency key, so that nothing is created twice; a larger N adds deliveries.

  --deliveries N   the total, from 1 to 1000000
  --url URL        the base URL of the API (default: http://localhost:3000/v1)
  --org UUID       the organization (default: the demo organization)
  --data DIR       the data directory of the local runtime, which has its key (default: .local)
  --stage NAME     the throw-away deployment at the URL; tokens are issued as by npm run token
  --token TOKEN    an officer's token, for any other deployment; fills the organization of the token
  --lanes N        concurrent requests, from 1 to 64 (default: 8)
  --dry-run        print what would be created, and send nothing`;

const options = optionsOf(
  {
    deliveries: { type: 'string' },
    url: { type: 'string', default: 'http://localhost:3000/v1' },
    org: { type: 'string', default: demoOrg },
    data: { type: 'string', default: '.local' },
    stage: { type: 'string' },
    token: { type: 'string' },
    lanes: { type: 'string', default: '8' },
    'dry-run': { type: 'boolean', default: false },
  },
  usage,
);

const { deliveries = '', org } = options;
const total = Number(deliveries);
const lanes = Number(options.lanes);
const url = options.url.replace(/\/+$/, '');
if (!/^\d{1,7}$/.test(deliveries) || total < 1 || total > 1_000_000)
  misuse('--deliveries must be a number from 1 to 1000000.');
if (!/^\d{1,2}$/.test(options.lanes) || lanes < 1 || lanes > 64) misuse('--lanes must be a number from 1 to 64.');
if (!URL.canParse(url)) misuse(`--url must be a URL, not ${options.url}.`);
if (!/^[\w-]{1,64}$/.test(org)) misuse('--org must be an id of letters, digits and dashes.');

function* branches(): Iterable<Story[]> {
  for (let at = 0; at < total; at += deliveriesOfBranch)
    yield Array.from({ length: Math.min(deliveriesOfBranch, total - at) }, (_, i) => storyOf(at + i));
}

const plan = () => {
  const counts = new Map<string, number>();
  for (const stories of branches()) for (const { status } of stories) counts.set(status, (counts.get(status) ?? 0) + 1);
  const whole = Math.floor(total / deliveriesOfBranch);
  const rest = total % deliveriesOfBranch;
  const crews = whole * crewsOfBranch + Math.ceil(rest / shifts.length);
  const routes = whole * shifts.length + Math.min(rest, shifts.length);
  const statuses = [...counts].map(([status, count]) => `${number(count)} ${status}`).join(', ');
  return `${number(total)} deliveries (${statuses}), ${number(crews)} drivers, ${number(crews)} vehicles, ${number(routes)} routes`;
};

/** Tokens are valid for 15 minutes. */
const renewedAfterMs = 10 * 60_000;
const tokens = async (): Promise<() => Promise<string>> => {
  const { token } = options;
  if (token !== undefined) return async () => token;
  const keys = await issuerFor(options);
  let minted: { token: Promise<string>; at: number } | undefined;
  return () => {
    if (!minted || Date.now() - minted.at > renewedAfterMs)
      minted = { token: keys.mint({ role: 'officer', org }), at: Date.now() };
    return minted.token;
  };
};

const isThere = async () => {
  const health = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (!health?.ok) throw new Error(`Waybill is not running at ${url}: start it with \`npm start\`, or say --url.`);
};

const fill = async () => {
  await isThere();
  const client = seedClient({ url, token: await tokens() });
  const line = progress(total);
  const counts: Record<Seeded, number> = { made: 0, there: 0, changed: 0 };
  let done = 0;
  const onDelivery = (seeded: Seeded) => {
    counts[seeded]++;
    line.show(++done, `${number(done)} of ${number(total)} deliveries`);
  };
  for (const stories of branches()) await seedBranch(client, stories, { lanes, onDelivery });
  line.clear();
  const { made, there, changed } = counts;
  const others = changed ? `, ${number(changed)} changed by others and let be` : '';
  const rate = (total / line.seconds()).toFixed(1);
  console.log(
    `${number(total)} deliveries at ${url}: ${number(made)} made, ${number(there)} there before${others} (${rate} deliveries/s)`,
  );
};

const unknownKey = `the system does not know the key in ${options.data}: name its data directory with --data or the deployment with --stage, or give a --token`;
const help: Readonly<Record<string, string>> = {
  'token-expired': 'the token has expired: give a new one, or none where there is a development key',
  'token-unknown-key': unknownKey,
  // All that API Gateway reports.
  'not-signed-in': unknownKey,
  'idempotency-key-reused': 'the organization was filled by another version of this script: choose another --org',
  'licence-taken': 'another user has filled the organization: choose another --org, or a token of the same user',
};

try {
  if (options['dry-run']) console.log(`There would be ${plan()} at ${url}.`);
  else await fill();
} catch (error) {
  const { message, stack } = error as Error;
  const more = error instanceof Declined ? help[error.code] : undefined;
  console.error(process.env.DEBUG ? stack : more ? `${message}: ${more}.` : message);
  process.exitCode = 1;
}
