import { Worker } from 'node:worker_threads';
import type { Local } from '#scripts/local/index';
import type { Puts } from './put-all.ts';

/** Plain puts a second into the same table, from a separate thread: the upper limit for this number of callers here. */
export const puts = (
  { dynamo, table }: Pick<Local, 'dynamo' | 'table'>,
  callers: number,
  count: number,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const workerData: Puts = { endpoint: dynamo.endpoint, table, callers, count };
    const worker = new Worker(new URL('./put-all.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
