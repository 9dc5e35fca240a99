import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { retryAfter } from './ask.ts';
import type { SafeAnswer } from './safe-answer.ts';
import type { SafeRequest } from './safe-fetch.ts';

export interface Address {
  readonly address: string;
  /** 4 or 6. */
  readonly family: number;
}

interface Limits {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly ca: string | undefined;
}

/** Sends a request to one of these addresses, whatever the name resolves to by now. Follows no redirect. */
export const sendTo = (
  url: URL,
  addresses: readonly Address[],
  { method = 'POST', headers = {}, body }: SafeRequest,
  { signal, maxBytes, ca }: Limits,
): Promise<SafeAnswer> =>
  new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => resolve({ outcome: 'failed', reason: reasonOf(error) });
    const options = { method, headers, lookup: pinned(addresses), signal, agent: false, ...(ca && { ca }) } as const;
    const send = url.protocol === 'http:' ? requestHttp : requestHttps;
    let sent: ClientRequest;
    try {
      sent = send(url, options, (response) => read(response, maxBytes).then(resolve, fail));
    } catch (error) {
      // A header with characters that HTTP does not allow.
      fail(error as Error);
      return;
    }
    sent.on('error', fail);
    sent.end(body);
  });

/** Answers every question for an address with those that were checked. */
const pinned =
  (addresses: readonly Address[]): LookupFunction =>
  (_, { all }, answer) => {
    if (all) answer(null, [...addresses]);
    else answer(null, addresses[0]!.address, addresses[0]!.family);
  };

/** The status and the beginning of the body. The connection ends with it, however much would follow. */
const read = async (response: IncomingMessage, maxBytes: number): Promise<SafeAnswer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes >= maxBytes) break;
  }
  response.destroy();
  const seconds = retryAfter(response.headers['retry-after']);
  return {
    outcome: 'answered',
    status: response.statusCode!,
    body: Buffer.concat(chunks).subarray(0, maxBytes).toString(),
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  };
};

/** Node's code says enough, such as ECONNREFUSED or CERT_HAS_EXPIRED; the message names addresses. */
const reasonOf = ({ code }: NodeJS.ErrnoException) => `It could not be reached${code ? ` (${code})` : ''}.`;
