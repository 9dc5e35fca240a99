import { Worker } from 'node:worker_threads';
import { caller, org } from '../world.ts';
import type { Load, Loaded } from './load.ts';
import type { Served } from './served.ts';

/** Sends all requests over the given number of connections, from a separate thread. Throws if one is refused. */
export const sent = async (
  { url, keys }: Pick<Served, 'url' | 'keys'>,
  connections: number,
  requests: Load['requests'],
  bearer?: string,
): Promise<Loaded> => {
  const token = bearer ?? (await keys.mint({ role: 'officer', org, user: caller.userId }));
  const loaded = await new Promise<Loaded>((resolve, reject) => {
    const workerData: Load = { url, token, connections, requests };
    const worker = new Worker(new URL('./load.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if (loaded.refused) throw new Error(`${loaded.refused} requests of the bench were refused`);
  return loaded;
};
