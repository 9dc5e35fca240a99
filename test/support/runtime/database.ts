import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type Dynamo, startDynamo } from '#scripts/local/dynamo/dynamo';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Returns the endpoint of this run's DynamoDB Local, and starts it on the first call. */
    database: string;
  }
}

let over = false;
const started = async (): Promise<Dynamo> => {
  const dynamo = await startDynamo();
  void dynamo.exited.then(({ code, said }) => over || console.error(`DynamoDB Local ended with code ${code}: ${said}`));
  return dynamo;
};

/** One DynamoDB Local for a whole run, in memory, started only if needed. */
const setup = async ({ provide }: TestProject) => {
  let dynamo: Promise<Dynamo> | undefined;
  const server = createServer((_, response) => {
    dynamo ??= started();
    dynamo.then(
      ({ endpoint, pid }) => response.end(JSON.stringify({ endpoint, pid })),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  provide('database', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    over = true;
    server.close();
    server.closeAllConnections();
    await (await dynamo)?.stop();
  };
};

// vitest looks for this name.
export { setup };
