import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '#scripts/local/listen';
import { localRegion } from '#scripts/local/region';

/** An error response in Amazon's form: the name of the error is its `__type`. */
export interface Refusal {
  readonly status: number;
  readonly __type: string;
  readonly message: string;
}

export const refusal = (status: number, __type: string): Refusal => ({ status, __type, message: `no: ${__type}` });

/** The response of each operation, by its `X-Amz-Target`. */
export type Operations = Readonly<Record<string, (input: any) => object>>;

/** A fake AWS service on the local machine, in JSON protocol 1.1. */
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

/** The settings of an SDK client for it; nothing is retried. */
export const clientOf = (endpoint: string) => ({
  endpoint,
  region: localRegion,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});

/** The settings of a client for a service that no longer runs. */
export const clientOfNobody = async () => {
  const { endpoint, stop } = await standIn({});
  await stop();
  return clientOf(endpoint);
};
