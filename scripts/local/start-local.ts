import { resolve } from 'node:path';
import { authorizer as tokensOnly } from '@waybill/kernel/auth/authorizer';
import { type Contexts, isOpen } from '@waybill/kernel/function';
import { projector } from '@waybill/kernel/messaging/projector';
import { publisher } from '@waybill/kernel/messaging/publisher';
import type { Platform } from '@waybill/kernel/platform';
import { rebuilder } from '@waybill/kernel/rebuild/rebuilder';
import { awsPlatform } from '@waybill/kernel/storage/aws/platform';
import { deadLettersOf, localQueues, type Queues } from './bus/queues.ts';
import { localBus } from './bus/rules.ts';
import { type Scheduler, startScheduler } from './bus/scheduler.ts';
import { closing } from './closing.ts';
import { type DiskSpace, diskSpace, writeWhileThereIsSpace } from './dynamo/disk-space.ts';
import { type Dynamo, dynamoClient, startDynamo } from './dynamo/dynamo.ts';
import { createTable } from './dynamo/table.ts';
import { functionsOf, ruleOf } from './functions.ts';
import { type Extras, startHttp } from './http/http.ts';
import { type DevelopmentKeys, developmentKeys } from './keys.ts';
import { startLog } from './log/log.ts';
import { localParameters } from './parameters.ts';
import { eventFeed } from './stream/event-feed.ts';
import { persistently } from './stream/persistently.ts';
import { readStream } from './stream/stream.ts';

export interface LocalOptions {
  readonly contexts: Contexts;
  readonly stage?: string;
  /** A free port, if none is given. */
  readonly port?: number;
  /** The data directory; in memory, if none is given. */
  readonly data?: string | undefined;
  /** Delete the data first. */
  readonly fresh?: boolean;
  /** Parts of the platform that replace the local ones. */
  readonly platform?: Partial<Platform>;
  readonly keys?: DevelopmentKeys;
  /** A DynamoDB Local that is starting already, for callers that load other modules meanwhile. */
  readonly dynamo?: Promise<Dynamo>;
  readonly extras?: Extras;
  /** The redirect target of `/`, below the base path. */
  readonly home?: string;
  /** Further host names to accept, besides those of this machine. */
  readonly hosts?: readonly string[];
  /** Free bytes on the disk of the data; measured if not given. */
  readonly freeBytes?: (() => number) | undefined;
  /** Called if the table stops unexpectedly; without it, the process exits. */
  readonly onFailure?: (error: Error) => void;
}

export interface Local {
  /** With the base path, for clients. */
  readonly url: string;
  readonly platform: Platform;
  readonly table: string;
  readonly dynamo: Dynamo;
  readonly keys: DevelopmentKeys;
  readonly queues: Queues;
  readonly scheduler: Scheduler;
  /** Resolves when everything written before the call has been projected, published and reacted to. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

/** All of Waybill in one process. */
export const startLocal = async (options: LocalOptions): Promise<Local> => {
  const closed = closing();
  try {
    return await open(options, closed);
  } catch (error) {
    await closed.stop();
    throw error;
  }
};

const open = async (options: LocalOptions, { later, stop, stopping }: ReturnType<typeof closing>): Promise<Local> => {
  const { contexts, stage = 'local', port = 0, home, hosts, onFailure = fail } = options;
  const data = options.data === undefined ? undefined : resolve(options.data);
  const table = `waybill-${stage}`;
  // All clients of this machine have one address.
  process.env.WAYBILL_ADDRESS_SHARE ??= '1000';
  const {
    endpoints,
    reactions,
    workers,
    setups,
    schedules,
    queues: queueNames,
    authorizer = tokensOnly,
  } = functionsOf(contexts, stage);

  const dynamo = await (options.dynamo ?? startDynamo({ data, fresh: options.fresh }));
  later(dynamo.stop);
  void dynamo.exited.then(({ code }) => stopping() || onFailure(new Error(`DynamoDB Local ended with code ${code}.`)));
  if (data) later(startLog(data, { fresh: options.fresh }).stop);
  const client = dynamoClient(dynamo.endpoint);
  later(() => client.destroy());
  const space = data === undefined ? endless : diskSpace(data, { free: options.freeBytes });
  writeWhileThereIsSpace(client, space);
  const [keys] = await Promise.all([options.keys ?? developmentKeys(data), createTable(client, table)]);

  const queueOf = (name: string) => `waybill-${stage}-${name}`;
  /** Every consumed queue, by its full name. */
  const consumers = [...reactions, ...workers.map(({ fn }) => ({ name: queueOf(fn.definition.queue.name), fn }))];
  const queues = localQueues(data, { ready: space.available });
  const feed = eventFeed();
  const clock = options.platform?.clock;
  const platform: Platform = {
    ...awsPlatform({
      dynamo: client,
      table,
      bus: localBus({ rules: reactions.map(ruleOf), send: queues.send, onPublished: feed.publish }),
      queue: { send: (name, ...message) => queues.send(queueOf(name), ...message) },
      probes: {
        bus: async () => {},
        queues: async () => ({
          waiting: sum(consumers.map(({ name }) => queues.depth(name))),
          dead: sum([...consumers.map(({ name }) => deadLettersOf(name)), queueOf('parked')].map(queues.depth)),
        }),
      },
      stage,
      apiUrl: () => `http://localhost:${http.port}/v1`,
      development: { jwks: keys.jwks },
      parameters: localParameters({}, data),
      ...(clock && { clock }),
    }),
    ...options.platform,
  };

  for (const { fn } of setups) await fn.with(platform)({});

  const jobs = [...schedules.map(({ fn }) => fn), rebuilder(contexts)];
  const scheduler = await startScheduler(
    jobs.map((fn) => ({
      name: fn.definition.name,
      every: fn.definition.every,
      // A job that fails runs again at its next time.
      run: async (event, context) => (space.isFull() ? undefined : fn.with(platform)(event, context)),
    })),
  );
  later(scheduler.stop);
  later(queues.stop);
  await queues.provide(queueNames.map(queueOf));
  await queues.consume(Object.fromEntries(consumers.map(({ name, fn }) => [name, fn.with(platform)])));

  const stream = await readStream({
    client,
    endpoint: dynamo.endpoint,
    table,
    data,
    readers: {
      projector: afterwards(space.available, projector(contexts).with(platform)),
      publisher: afterwards(space.available, publisher(contexts).with(platform)),
    },
    onGiveUp: ({ dynamodb }, reader) =>
      persistently('parking a record', stopping, () =>
        platform.queue.send('parked', { reader, keys: dynamodb?.Keys, at: new Date() }),
      ),
  });
  later(stream.stop);

  const http = await startHttp({
    endpoints: endpoints.map(({ name, fn }) => ({
      name,
      route: fn.definition.route!,
      open: isOpen(fn.definition.role),
      handler: fn.with(platform),
    })),
    authorizer: authorizer.with(platform),
    stage,
    port,
    extras: { ...options.extras, 'GET /dev/events': feed.answer },
    home,
    hosts,
  });
  later(http.stop);
  later(feed.stop);
  later(space.stop);

  const drained = async () => {
    // A reaction may append events, to which other reactions respond.
    for (let before = -1; before !== stream.seen(); ) {
      before = stream.seen();
      await queues.idle();
      await stream.drained();
    }
  };
  return { url: platform.apiUrl(), platform, table, dynamo, keys, queues, scheduler, drained, stop };
};

const endless: DiskSpace = { isFull: () => false, available: async () => {}, stop: () => {} };

/** The same function, which waits before it starts. */
const afterwards =
  <Arguments extends readonly unknown[], Result>(
    ready: () => Promise<void>,
    run: (...all: Arguments) => Promise<Result>,
  ) =>
  async (...all: Arguments): Promise<Result> => {
    await ready();
    return run(...all);
  };

const sum = (numbers: readonly number[]) => numbers.reduce((all, some) => all + some, 0);

const fail = (error: Error) => {
  console.error(error.message);
  process.exit(1);
};
