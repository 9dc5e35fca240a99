import * as contexts from '#functions/contexts';
import { UserError } from '#scripts/cli/user-error';
import { type Emulator, startEmulator } from '#scripts/emulator/start-emulator';
import { startLocal } from '#scripts/local/index';
import { percentile, type Result } from '../result.ts';
import { emulated } from './emulated.ts';
import { journeys } from './journeys.ts';
import type { Loaded } from './load.ts';
import { sent } from './sent.ts';
import type { Served } from './served.ts';

const connections = 4;
const count = 80;

/** The same small load on the local runtime and on MiniStack, on the same machine. */
export const sideBySide = async (): Promise<Result[]> => {
  const here = await startLocal({ contexts });
  const local = await measured('the local runtime', here).finally(here.stop);
  const emulator = await startEmulator().catch(absent);
  if (typeof emulator === 'string') return [...local, { what: 'on MiniStack', skipped: emulator }];
  const there = await emulated(emulator);
  return [...local, ...(await measured('MiniStack', there).finally(there.stop))];
};

/** Without Python or access to PyPI the comparison is skipped, which is not an error. */
const absent = (error: unknown): Emulator | string => {
  if (error instanceof UserError) return error.message;
  throw error;
};

const measured = async (where: string, served: Served): Promise<Result[]> => {
  const warm = await journeys(served, 16);
  await sent(served, connections, [...warm.changes, ...warm.gets(warm.ids.length)]);

  const { changes, gets } = await journeys(served, count);
  const changed = await sent(served, connections, changes);
  await served.drained();
  const got = await sent(served, connections, gets(2 * count));
  return [
    ...resultsOf(`status changes on ${where}, ${connections} connections`, changed),
    ...resultsOf(`GETs of one delivery on ${where}, ${connections} connections`, got),
  ];
};

const resultsOf = (what: string, { latencies, seconds }: Loaded): Result[] => [
  { what, unit: '/s', measured: latencies.length / seconds },
  { what: '  … latency: p50', unit: 'ms', measured: percentile(latencies, 0.5) },
  { what: '  … latency: p99', unit: 'ms', measured: percentile(latencies, 0.99) },
];
