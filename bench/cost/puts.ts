import { Worker } from 'node:worker_threads';
import type { Local } from '#scripts/local/index';
import type { Puts } from './put-all.ts';

/** Bare puts a second into the same table, from a thread of its own: what so many callers of DynamoDB get here at best. */
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
