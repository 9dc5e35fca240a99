import { createServer } from 'node:http';

/** Parameters that a deployment sets: secrets, and signing keys that are not used yet. */
const parameterNamed = (Name: string) =>
  Name.endsWith('/jwks')
    ? { Name, Value: JSON.stringify({ keys: [] }), Type: 'String' }
    : { Name, Value: 'A'.repeat(43), Type: 'SecureString' };

/** The responses of the services when nothing is stored yet. */
const answers: Readonly<Record<string, (request: any) => object>> = {
  Query: () => ({ Items: [], Count: 0, ScannedCount: 0 }),
  BatchGetItem: () => ({ Responses: {}, UnprocessedKeys: {} }),
  GetParameter: ({ Name }) => ({ Parameter: parameterNamed(Name) }),
};

interface Services {
  readonly url: string;
  stop(): void;
}

/** DynamoDB, SSM, SQS and EventBridge on a free port: empty, and accepting every request. */
export const emptyServices = (): Promise<Services> =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      const [, target = ''] = String(request.headers['x-amz-target']).split('.');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        response.setHeader('content-type', 'application/x-amz-json-1.0');
        response.end(JSON.stringify(answers[target]?.(JSON.parse(String(Buffer.concat(chunks)))) ?? {}));
      });
    }).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const stop = () => {
        server.closeAllConnections();
        server.close();
      };
      resolve({ url: `http://127.0.0.1:${port}`, stop });
    });
  });
