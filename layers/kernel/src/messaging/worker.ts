import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { newOnce } from '../access/declared/once.ts';
import type { Queue } from '../access/declared/queue.ts';
import type { NoThings, Readable, Things, Usable, Writable } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import { type Declares, openAccess } from '../access/open-access.ts';
import type { QueuedMessage } from '../access/queue-access.ts';
import { lambda } from '../function.ts';
import { logger } from '../observability/observe.ts';
import { reasonOf } from '../observability/reason-of.ts';
import type { Development, Platform } from '../platform.ts';
import { Problem } from '../problems/problem.ts';
import { isRefusal } from '../write/decision.ts';
import { inUnitOfWork, type UnitOfWork } from '../write/unit/unit-of-work.ts';
import { consumer, originFrom } from './consumer.ts';

export interface WorkerContext<A = any> {
  readonly now: () => Date;
  readonly development?: Development | undefined;
  /** The same each time that the message is delivered. */
  readonly messageId: string;
  readonly org: string;
  /** How often it has been delivered, this time included; 1 again after `redrive`. */
  readonly deliveries: number;
  /** The base URL of the API, without a slash at the end. */
  readonly apiUrl: () => string;
  /**
   * Runs a part of the work in one unit of work: all of it is committed, or nothing. The parts run in the same order
   * when the message arrives again, and each must be safe to repeat.
   */
  readonly transact: <T>(part: (access: A) => Promise<T>) => Promise<T>;
}

export interface WorkerSpec<Message extends z.ZodObject, R, W, U> extends Declares<R, W, U> {
  readonly name: string;
  /** Its own queue: no other worker has it. */
  readonly queue: Queue<Message>;
  /** The most messages that it works on at the same time, in all its instances: at least 2 (a limit of AWS). */
  readonly maxConcurrency?: number;
  /**
   * Works on one message, at least once. Outside of `transact`, records and streams are read-only, and nothing is
   * repeated: the place for calls of other services. A message whose work throws is delivered again.
   */
  work(
    message: z.output<Message>,
    access: Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>,
    context: WorkerContext<Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>>,
  ): Promise<unknown>;
}

export type WorkerDefinition = Omit<WorkerSpec<z.ZodObject, any, any, any>, 'work'> & { readonly kind: 'worker' };

/**
 * Takes messages from a queue. One that fails five times is moved to the dead-letter queue of its context, and so is
 * one that does not have the shape of the queue's messages: it may have been sent by a newer release.
 */
export const worker = <
  Message extends z.ZodObject,
  const R extends Things<Readable> = NoThings,
  const W extends Things<Writable> = NoThings,
  const U extends Things<Usable> = NoThings,
>(
  spec: WorkerSpec<Message, R, W, U>,
) => {
  const schema = queued(spec.queue.message);
  const definition = { kind: 'worker', ...spec } as unknown as WorkerDefinition;
  return lambda(definition, (platform: Platform) =>
    consumer(async ({ body, messageId: delivery, attributes }: SQSRecord, correlated) => {
      let about: object = { worker: spec.name, delivery };
      try {
        const { message, ...cause } = schema.parse(JSON.parse(body));
        correlated(cause.correlationId);
        about = { worker: spec.name, messageId: cause.id, correlation: cause.correlationId };
        await work(platform, spec, {
          ...cause,
          message: message as z.output<Message>,
          deliveries: Number(attributes?.ApproximateReceiveCount ?? 1),
        });
        logger.info('worked', { ...about });
      } catch (error) {
        logger.error('could not work', { ...about, ...reasonOf(error) });
        throw error;
      }
    }),
  );
};

const queued = (message: z.ZodObject) =>
  z.object({ id: z.string(), org: z.string(), correlationId: z.string(), causationId: z.string(), message });

const work = async <Message extends z.ZodObject, R, W, U>(
  platform: Platform,
  spec: WorkerSpec<Message, R, W, U>,
  { message, deliveries, ...cause }: QueuedMessage & { message: z.output<Message>; deliveries: number },
): Promise<unknown> => {
  const { id: messageId, org } = cause;
  const originOf = originFrom(spec.name, cause);
  const once = newOnce();
  const access = (key: string, unit?: UnitOfWork): Access<R, W, U> =>
    openAccess(spec, { platform, org, unit, once: unit && once, origin: originOf(key) });
  let parts = 0;
  const transact = async <T>(part: (access: Access<R, W, U>) => Promise<T>): Promise<T> => {
    const key = `${messageId} part ${parts++}`;
    const result = await inUnitOfWork(platform, (unit) => part(access(key, unit)), { name: spec.name });
    if (isRefusal(result)) throw Problem.of(result);
    return result;
  };
  const { clock: now, development, apiUrl } = platform;
  return spec.work(message, access(messageId), {
    now,
    development,
    apiUrl,
    messageId,
    org,
    deliveries,
    transact,
  });
};
