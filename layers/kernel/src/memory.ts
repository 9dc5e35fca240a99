import type { Recorded } from './event.ts';
import { memoryEvents } from './memory/event-store.ts';
import { memoryLocks } from './memory/locks.ts';
import { memoryViews } from './memory/view-store.ts';
import type { Envelope, Platform } from './platform.ts';

interface Options {
  readonly clock?: () => Date;
  /** Plays the part of the stream: told of every commit, after it. */
  readonly onAppend?: (events: readonly Recorded[]) => void;
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface Memory extends Platform {
  /** Puts events into the history as they are. */
  given(events: readonly Recorded[]): void;
  readonly published: Envelope[];
  readonly sent: { queue: string; message: any }[];
}

/** The outside world in a few maps, for tests: the same promises as on AWS, kept by one thread. */
export const memory = ({ clock = () => new Date(), onAppend = () => {}, parameters = {} }: Options = {}): Memory => {
  const { events, given } = memoryEvents(onAppend);
  const published: Envelope[] = [];
  const sent: { queue: string; message: any }[] = [];
  return {
    clock,
    events,
    given,
    published,
    sent,
    views: memoryViews(),
    locks: memoryLocks(clock),
    bus: {
      publish: async (envelopes) => {
        published.push(...envelopes);
        return [];
      },
    },
    queue: { send: async (queue, message) => void sent.push({ queue, message }) },
    parameters: { get: async (name) => parameters[name] },
  };
};
