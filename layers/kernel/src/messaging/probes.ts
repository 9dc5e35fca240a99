import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '../platform.ts';
import { log } from '../storage/logs.ts';

/** What the house can see of its own parts that are not the table. Each throws when the part does not answer. */
export interface Probes {
  bus(): Promise<void>;
  /** Messages that wait in the queues, and messages that nobody could take. */
  queues(): Promise<{ readonly waiting: number; readonly dead: number }>;
}

/** Pulses go down the table's stream; the projector notes when it felt one. */
export const heartbeats = log('platform', 'pulse');
const sent = 'sent';
const felt = 'felt';
/** The keys by which the stream's readers know a pulse from an event. */
export const heartbeatPrefix = 'p#';
const lastsSeconds = 3_600;
const pauseMs = 50;

/** How far the readers of the stream are behind, in milliseconds: a pulse is sent, and waited for so long. */
export const streamLag = async ({ logs, clock }: Platform, waitMs: number): Promise<number> => {
  const began = performance.now();
  const at = clock().toISOString();
  await logs.append(heartbeats, sent, { sort: `${heartbeatPrefix}${at}`, data: {} }, lastsSeconds);
  const lastFelt = async () => (await logs.latest(heartbeats, felt, 1))[0]?.sort ?? '';
  do {
    if ((await lastFelt()) >= at) return performance.now() - began;
    await sleep(pauseMs);
  } while (performance.now() - began < waitMs);

  // Not one of those sent after the last that was felt has come through.
  const after = await lastFelt();
  const moments = (await logs.latest(heartbeats, sent, 60)).map(({ sort }) => sort.slice(heartbeatPrefix.length));
  const missing = moments.filter((moment) => moment > after).at(-1);
  const since = missing ? clock().getTime() - Date.parse(missing) : 0;
  return Math.max(since, performance.now() - began);
};

/** What the projector does with pulses. Its note is no pulse, or its readers would be told of it in turn. */
export const recordHeartbeat = async ({ logs }: Platform, sorts: readonly string[]): Promise<void> => {
  const last = sorts.toSorted().at(-1)?.slice(heartbeatPrefix.length);
  if (last) await logs.append(heartbeats, felt, { sort: last, data: {} }, lastsSeconds);
};
