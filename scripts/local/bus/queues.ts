import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { plainJson } from '@waybill/kernel/plain-json';
import { queuesStopped } from '../running.ts';
import { type Poller, type PollerOptions, pollQueue } from './queue-poller.ts';
import { type QueueServer, startQueueServer } from './queue-server.ts';

export type QueueHandler = PollerOptions['handler'];

export interface Queues {
  /** Creates a queue with dead letters for each handler, by the queue's full name, and polls it. */
  consume(handlers: Readonly<Record<string, QueueHandler>>): Promise<void>;
  /** Creates queues that others read, by their full names, with dead letters. */
  provide(names: readonly string[]): Promise<void>;
  /** Resolves when the message is stored. A missing queue is created. */
  send(queue: string, message: object, options?: { readonly delaySeconds?: number }): Promise<void>;
  /** The number of messages waiting or in flight. */
  depth(queue: string): number;
  peek<Body = Readonly<Record<string, unknown>>>(queue: string): Body[];
  /** Resolves when the consumers have nothing left to do now: delayed messages and dead letters do not count. */
  idle(): Promise<void>;
  /** The URL of the SQS API. */
  endpoint(): Promise<string>;
  stop(): Promise<void>;
}

const maxReceiveCount = '5';
const visibilitySeconds = '30';

export const deadLettersOf = (queue: string) => `${queue}-dead`;

interface QueueOptions {
  /** Awaited before messages are received. */
  readonly ready?: () => Promise<void>;
}

/** SQS on one machine, on disk if there is a directory. Starts on first use, or if messages are stored there. */
export const localQueues = (data?: string, { ready }: QueueOptions = {}): Queues => {
  const consumed = new Map<string, Poller>();
  let starting: Promise<QueueServer> | undefined;
  let server: QueueServer | undefined;
  const start = async () => {
    starting ??= startQueueServer(data);
    server = await starting;
    return server;
  };
  // Callers receive the error.
  if (data !== undefined && existsSync(join(data, 'queues'))) void start().catch(() => undefined);

  const ensure = async (name: string, attributes: Record<string, string> = {}) => {
    const server = await start();
    if (!server.fauxqs.inspectQueue(name)) server.fauxqs.createQueue(name, { attributes });
    return { ...server.fauxqs.inspectQueue(name)!, sqs: server.sqs };
  };

  const provide = async (name: string) => {
    const { arn: deadLetterTargetArn } = await ensure(deadLettersOf(name));
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
    return ensure(name, { RedrivePolicy, VisibilityTimeout: visibilitySeconds });
  };

  const consume = async (name: string, handler: QueueHandler) => {
    const { url, arn, messages, sqs } = await provide(name);
    // Messages in flight of a crashed run become visible soon; fauxqs 2.4.1 cannot do it at once (0) on disk.
    for (const { receiptHandle: ReceiptHandle } of messages.inflight)
      await sqs('ChangeMessageVisibility', { QueueUrl: url, ReceiptHandle, VisibilityTimeout: 1 });
    consumed.set(name, pollQueue({ sqs, name, url, arn, depth: () => messagesIn(name).length, handler, ready }));
  };

  const inQueue = (name: string) => {
    const { ready = [], delayed = [], inflight = [] } = server?.fauxqs.inspectQueue(name)?.messages ?? {};
    return { delayed, due: [...ready, ...inflight.map(({ message }) => message)] };
  };
  const messagesIn = (name: string) => {
    const { delayed, due } = inQueue(name);
    return [...due, ...delayed];
  };

  return {
    consume: async (handlers) => {
      await Promise.all(Object.entries(handlers).map(([name, handler]) => consume(name, handler)));
    },
    provide: async (names) => {
      await Promise.all(names.map(provide));
    },
    send: async (name, message, options) => {
      await ensure(name);
      server!.fauxqs.sendMessage(name, plainJson(message), options);
      consumed.get(name)?.wake();
    },
    depth: (name) => messagesIn(name).length,
    peek: (name) => messagesIn(name).map(({ body }) => JSON.parse(body)),
    idle: async () => {
      for (const name of consumed.keys()) while (inQueue(name).due.length) await pause(5);
    },
    endpoint: async () => (await start()).endpoint,
    stop: async () => {
      await Promise.all([...consumed.values()].map((poller) => poller.stop()));
      await starting;
      server?.sqs.close();
      await server?.fauxqs.stop();
      if (server && data !== undefined) queuesStopped(data);
    },
  };
};
