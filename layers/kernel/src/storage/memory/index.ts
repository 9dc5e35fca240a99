import { lookUps } from '../../http/client/places/look-ups.ts';
import { type Parameters, type Platform, type PublishedEvent, services } from '../../platform.ts';
import { cursorKey, cursorsOf } from '../../read/cursor.ts';
import type { RecordedEvent } from '../../write/event.ts';
import { memoryEvents } from './event-store.ts';
import { memoryLocks } from './locks.ts';
import { memoryLogs } from './logs.ts';
import { memoryRates } from './rates.ts';
import { memoryRecords } from './records.ts';
import { memoryViews } from './view-store.ts';

const stage = 'test';

/** The secrets that a deployment creates. */
const seeded = Object.fromEntries(
  ['auth-secret', 'unsubscribe-key', cursorKey.name].map((name) => [
    `/waybill/${stage}/${name}`,
    `the ${name} of every test, long enough`,
  ]),
);

interface Options {
  readonly clock?: () => Date;
  /** Replaces the stream: called after every commit. */
  readonly onAppend?: (events: readonly RecordedEvent[]) => void;
  readonly parameters?: Readonly<Record<string, string>>;
  /** The existing queues, besides that of the lookups. */
  readonly queues?: readonly string[];
}

export interface Memory extends Platform {
  /** Adds events to the history without any checks. */
  given(events: readonly RecordedEvent[]): void;
  readonly published: PublishedEvent[];
  readonly sent: { queue: string; message: any; delaySeconds?: number }[];
}

/** The platform in a few maps, for tests: the same guarantees as on AWS, in one thread. */
export const memory = (options: Options = {}): Memory => {
  const { clock = () => new Date(), onAppend = () => {}, parameters = {}, queues = ['parked'] } = options;
  const records = memoryRecords(clock);
  const { events, given } = memoryEvents(onAppend, records);
  const set = new Map(Object.entries({ ...seeded, ...parameters }));
  const kept: Parameters = {
    get: async (name) => set.get(name),
    put: async (name, value, { once }) => {
      if (!once || !set.has(name)) set.set(name, value);
      return set.get(name)!;
    },
  };
  const published: PublishedEvent[] = [];
  const sent: { queue: string; message: any; delaySeconds?: number }[] = [];
  const existing = new Set([...queues, lookUps.name]);
  return {
    clock,
    events,
    given,
    published,
    sent,
    views: memoryViews(),
    locks: memoryLocks(clock),
    logs: memoryLogs(clock),
    records: records.registers,
    rates: memoryRates(clock),
    probes: { bus: async () => {}, queues: async () => ({ waiting: 0, dead: 0 }) },
    stage,
    development: {},
    apiUrl: () => 'https://api.waybill.test/v1',
    bus: {
      publish: async (envelopes) => {
        published.push(...envelopes.map(arrived));
        return [];
      },
    },
    queue: {
      send: async (queue, message, options) => {
        if (!existing.has(queue)) throw new Error(`there is no queue ${queue}`);
        sent.push({ queue, message: arrived(message), ...options });
      },
    },
    parameters: kept,
    services,
    cursors: cursorsOf({ parameters: kept, stage, clock }),
  };
};

/** Sent values arrive as JSON copies, so later changes of the original have no effect. */
const arrived = <Sent>(sent: Sent): Sent => JSON.parse(JSON.stringify(sent));
