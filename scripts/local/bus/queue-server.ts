import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { FauxqsServer } from 'fauxqs';
import { hostCheck } from '../http/http-hosts.ts';
import { localRegion } from '../region.ts';
import { queuesRun } from '../running.ts';
import { type AmazonJson, amazonJson } from './amazon-json.ts';

export interface QueueServer {
  readonly fauxqs: FauxqsServer;
  readonly sqs: AmazonJson;
  readonly endpoint: string;
}

export const startQueueServer = async (data: string | undefined): Promise<QueueServer> => {
  const { startFauxqs } = await import('fauxqs');
  const dataDir = data === undefined ? undefined : join(data, 'queues');
  const fauxqs = await onLoopback(() =>
    startFauxqs({ port: 0, logger: false, defaultRegion: localRegion, ...(dataDir && { dataDir }) }),
  );
  const endpoint = `http://127.0.0.1:${fauxqs.port}`;
  if (data !== undefined) queuesRun(data, endpoint);
  return { fauxqs, endpoint, sqs: amazonJson(endpoint, 'sqs', 'AmazonSQS') };
};

/** The parts of Fastify that are used here. */
interface Fastify {
  listen(options: object): Promise<string>;
  addHook(
    name: 'onRequest',
    hook: (request: { raw: IncomingMessage; headers: Record<string, unknown> }, reply: Reply, done: () => void) => void,
  ): void;
}

interface Reply {
  code(status: number): { send(body: object): void };
}

const initialized = 'fastify.initialization';

/**
 * fauxqs 2.4.1 always listens on all interfaces. It is a Fastify server, and Fastify publishes each new server on a
 * diagnostics channel: servers created meanwhile are set to listen on loopback, and to refuse other pages' requests.
 */
const onLoopback = async <Started>(start: () => Promise<Started>): Promise<Started> => {
  const isOurs = hostCheck();
  const restrict = (message: unknown) => {
    const { fastify } = message as { fastify: Fastify };
    const listen = fastify.listen.bind(fastify);
    fastify.listen = (options) => listen({ ...options, host: '127.0.0.1' });
    fastify.addHook('onRequest', ({ raw, headers }, reply, done) => {
      if (isOurs(raw) && headers.origin === undefined) done();
      else reply.code(403).send({ message: 'Only programs on this machine are answered.' });
    });
  };
  subscribe(initialized, restrict);
  try {
    return await start();
  } finally {
    unsubscribe(initialized, restrict);
  }
};
