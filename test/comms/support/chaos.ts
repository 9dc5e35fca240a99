import type { SendResult } from '@waybill/channels';
import type { Platform } from '@waybill/kernel';
import type { Commit } from '@waybill/kernel/platform';
import { expect } from 'vitest';
import { commsInMemory, words } from './comms-in-memory.ts';

/** A function is stopped by its platform: nothing after this line runs. */
class Killed extends Error {}

/** Random numbers that are the same in each run (mulberry32). */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

/** Whether a commit records that the provider has taken a message. */
const recordsYes = ({ records = [] }: Partial<Commit>) =>
  records.some(({ store, after }) => store.name === 'attempt' && after?.data.outcome === 'sent');

const unavailable: SendResult = { outcome: 'unavailable', reason: 'The provider is down.' };

interface Chaos {
  readonly notifications: number;
  readonly failures: number;
  readonly kills: number;
  readonly duplicates: number;
  readonly seed: number;
}

/**
 * Notifications to fifty contacts, with failures of the provider, messages that are delivered twice, and functions that
 * are killed before and after each write, each message and each call of the provider.
 */
export const chaos = async ({ notifications, failures, kills, duplicates, seed }: Chaos) => {
  const random = seeded(seed);
  const count = { killed: 0, killedAfterYes: 0, failed: 0, duplicated: 0 };
  let calm = false;
  const maybe = (share: number) => !calm && random() < share;
  const kill = () => {
    count.killed++;
    throw new Killed();
  };
  const killable = async <T>(work: () => Promise<T>, afterYes = false): Promise<T> => {
    if (maybe(kills)) {
      if (afterYes) count.killedAfterYes++;
      kill();
    }
    const result = await work();
    if (maybe(kills)) kill();
    return result;
  };
  /** How often the provider said yes, by idempotency key. */
  const yes = new Map<string, number>();
  const comms = commsInMemory({
    duplicates: () => {
      const twice = maybe(duplicates);
      if (twice) count.duplicated++;
      return twice;
    },
    answer: ({ key }) => {
      if (maybe(kills)) kill();
      if (maybe(failures)) {
        count.failed++;
        return unavailable;
      }
      yes.set(key, (yes.get(key) ?? 0) + 1);
      if (maybe(kills)) {
        count.killedAfterYes++;
        kill();
      }
      return { outcome: 'sent', providerMessageId: key };
    },
    around: (platform): Platform => ({
      ...platform,
      events: {
        ...platform.events,
        commit: (parts) => killable(() => platform.events.commit(parts), recordsYes(parts)),
      },
      queue: { send: (...message) => killable(() => platform.queue.send(...message)) },
    }),
  });
  const contacts = Array.from({ length: 50 }, (_, i) =>
    comms.aContact(`c${i}`, { phones: [`+43664${String(1_000_000 + i)}`] }),
  );
  const ids: string[] = [];
  for (let i = 0; i < notifications; i++) {
    const { body } = await comms.ask('sendNotification', { recipient: { contactId: contacts[i % 50] }, ...words });
    ids.push(body.notificationId);
  }
  await comms.work();
  // What was parked is redriven when the trouble is over.
  calm = true;
  comms.queue.redrive();
  await comms.work();
  return { comms, ids, yes, count };
};

/** Each of the two channels of each notification was sent exactly once, and nothing is lost. */
export const expectExactlyOnce = ({ comms, ids, yes, count }: Awaited<ReturnType<typeof chaos>>) => {
  expect(ids).toHaveLength(new Set(ids).size);
  // Every channel was taken by the provider, and none by two different keys: as many keys as channels.
  expect(yes.size).toBe(2 * ids.length);
  // More than one yes for a key only where a function was killed before it recorded it: a provider that knows idempotency
  // keys sends once nevertheless.
  const more = [...yes.values()].reduce((all, times) => all + times - 1, 0);
  expect(more).toBe(count.killedAfterYes);

  const settled = comms.events.filter(({ type }) => type === 'NotificationSettled');
  const last = new Map(settled.map(({ stream, data }) => [stream.id, data]));
  for (const id of ids)
    expect(last.get(id)).toEqual({ to: 'Delivered', channels: { email: 'Sent', sms: 'Sent' }, reason: undefined });
  expect(comms.queue.dead).toEqual([]);
  expect(comms.queue.depth()).toBe(0);
};
