import { Agent, request } from 'node:http';
import { localRegion } from '../region.ts';

/** An error response, by the service's name for it. */
export class AmazonError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface AmazonJson {
  <Answer = unknown>(target: string, input: object, signal?: AbortSignal): Promise<Answer>;
  close(): void;
}

const authorization = (accessKeyId: string, service: string) =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${localRegion}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/**
 * A minimal, unsigned client for Amazon's JSON protocol, for services on this machine: the SDK's overhead would exceed
 * the cost of the call. The endpoint's user name is the access key.
 */
export const amazonJson = (endpoint: string, service: string, prefix: string): AmazonJson => {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port, username } = new URL(endpoint);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    authorization: authorization(username || 'local', service),
  };
  const call = <Answer>(target: string, input: object, signal?: AbortSignal): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const named = { ...headers, 'x-amz-target': `${prefix}.${target}` };
      const options = { hostname, port, method: 'POST', agent, signal, headers: named };
      const sending = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const body = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) return resolve(JSON.parse(body));
          const { __type = '', message = body } = body.startsWith('{') ? JSON.parse(body) : {};
          reject(new AmazonError(__type.split('#').at(-1), message));
        });
      });
      sending.once('error', reject);
      sending.end(JSON.stringify(input));
    });
  return Object.assign(call, { close: () => agent.destroy() });
};
