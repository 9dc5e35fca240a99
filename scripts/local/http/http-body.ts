import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '@waybill/kernel/problems/problem';
import { bodyTooLarge } from '@waybill/kernel/problems/problems';

/** The local gateway's limit; that of the functions is lower. */
const mostBytes = 1024 * 1024;
/** The most bytes to discard after a refusal, so that a client that is still sending can read the response. */
const mostWaste = 16 * mostBytes;
const wasteMs = 2_000;

const tooLarge = () => Problem.of(bodyTooLarge({ limit: mostBytes }), { connection: 'close' });

export const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (Number(length ?? 0) > mostBytes) throw tooLarge();
  if (!encoding && (length === undefined || length === '0')) return undefined;
  return collect(request);
};

const collect = (request: IncomingMessage): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) return chunks.push(chunk);
      chunks.length = 0;
      request.off('data', take).pause();
      reject(tooLarge());
    };
    request.on('data', take);
    request.once('end', () => resolve(size ? Buffer.concat(chunks) : undefined));
    request.once('error', reject);
    request.once('close', () => reject(new Error('the client went away')));
  });

/** After a response that did not wait for the whole body: discards a limited rest, then closes the connection. */
export const discardBody = (request: IncomingMessage, response: ServerResponse): void => {
  if (request.complete) return;
  let wasted = 0;
  const hangUp = () => request.socket.destroy();
  const timer = setTimeout(hangUp, wasteMs).unref();
  request.on('data', (chunk: Buffer) => {
    wasted += chunk.length;
    if (wasted > mostWaste) hangUp();
  });
  request.once('end', () => clearTimeout(timer));
  response.once('close', () => clearTimeout(timer));
  request.resume();
};
