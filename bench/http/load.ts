import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** The client, in a separate thread: sends a list of requests over the given number of connections and times each. */
export interface Load {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body?: object }[];
}

export interface Loaded {
  readonly latencies: number[];
  readonly seconds: number;
  readonly refused: number;
}

const send = (agent: Agent, { url, token }: Load, { method, path, body }: Load['requests'][number]): Promise<number> =>
  new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const outgoing = request(`${url}${path}`, { agent, method, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', reject);
    });
    outgoing.once('error', reject);
    outgoing.end(text);
  });

const run = async (load: Load): Promise<Loaded> => {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const waiting = [...load.requests].reverse();
  const latencies: number[] = [];
  let refused = 0;
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const began = performance.now();
      const status = await send(agent, load, next);
      latencies.push(performance.now() - began);
      if (status >= 400) refused++;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: load.connections }, lane));
  agent.destroy();
  return { latencies, seconds: (performance.now() - began) / 1000, refused };
};

if (parentPort) parentPort.postMessage(await run(workerData as Load));
