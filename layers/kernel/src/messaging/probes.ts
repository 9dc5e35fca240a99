import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '../platform.ts';
import { log } from '../storage/logs.ts';

/** Health checks of the parts other than the table. Each throws when the part does not respond. */
export interface Probes {
  bus(): Promise<void>;
  /** Messages that wait in the queues, and messages in dead-letter queues. */
  queues(): Promise<{ readonly waiting: number; readonly dead: number }>;
}

/** Heartbeats pass through the table's stream; the projector records when it received one. */
export const heartbeats = log('platform', 'heartbeat');
const sent = 'sent';
const felt = 'received';
/** The key prefixes by which the stream's readers distinguish a heartbeat from an event. */
export const heartbeatPrefix = 'p#';
const lastsSeconds = 3_600;
const pauseMs = 50;

/** The lag of the stream's readers in milliseconds: a heartbeat is sent, and awaited for at most `waitMs`. */
export const streamLag = async ({ logs, clock }: Platform, waitMs: number): Promise<number> => {
  const began = performance.now();
  const at = clock().toISOString();
  await logs.append(heartbeats, sent, { sort: `${heartbeatPrefix}${at}`, data: {} }, lastsSeconds);
  const lastFelt = async () => (await logs.latest(heartbeats, felt, 1))[0]?.sort ?? '';
  do {
    if ((await lastFelt()) >= at) return performance.now() - began;
    await sleep(pauseMs);
  } while (performance.now() - began < waitMs);

  // No heartbeat that was sent after the last received one has arrived.
  const after = await lastFelt();
  const moments = (await logs.latest(heartbeats, sent, 60)).map(({ sort }) => sort.slice(heartbeatPrefix.length));
  const missing = moments.filter((moment) => moment > after).at(-1);
  const since = missing ? clock().getTime() - Date.parse(missing) : 0;
  return Math.max(since, performance.now() - began);
};

/** Records received heartbeats. The entry is not a heartbeat itself: otherwise it would trigger the stream again. */
export const recordHeartbeat = async ({ logs }: Platform, sorts: readonly string[]): Promise<void> => {
  const last = sorts.toSorted().at(-1)?.slice(heartbeatPrefix.length);
  if (last) await logs.append(heartbeats, felt, { sort: last, data: {} }, lastsSeconds);
};
