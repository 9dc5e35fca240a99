import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '#scripts/local/listen';
import { localRegion } from '#scripts/local/region';

/** A no, as Amazon says it: the name of the error is its `__type`. */
export interface Refusal {
  readonly status: number;
  readonly __type: string;
  readonly message: string;
}

export const refusal = (status: number, __type: string): Refusal => ({ status, __type, message: `no: ${__type}` });

/** What each operation answers, by its `X-Amz-Target`. */
export type Operations = Readonly<Record<string, (input: any) => object>>;

/** A service of Amazon's on this machine, in its JSON protocol 1.1. */
export const standIn = async (operations: Operations) => {
  const server = createServer(async (request, response) => {
    const operation = operations[`${request.headers['x-amz-target']}`];
    const input = JSON.parse(await text(request));
    const { status = 200, ...output } = (operation?.(input) ?? refusal(400, 'UnknownOperationException')) as Refusal;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(output));
  });
  const { port, stop } = await listen(server, 0);
  return { endpoint: `http://127.0.0.1:${port}`, stop };
};

/** How a client of the SDK finds it; nothing is asked twice. */
export const clientOf = (endpoint: string) => ({
  endpoint,
  region: localRegion,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});

/** How a client finds a service that is no longer there. */
export const clientOfNobody = async () => {
  const { endpoint, stop } = await standIn({});
  await stop();
  return clientOf(endpoint);
};
