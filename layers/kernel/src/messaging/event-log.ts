import { lambda } from '../function.ts';
import { countSignal } from '../observability/observe.ts';
import type { SecuritySignal } from '../observability/signals.ts';
import type { Platform, PublishedEvent } from '../platform.ts';
import type { Log, LogAppend } from '../storage/logs.ts';

const dayMs = 86_400_000;

export interface EventLogSpec {
  readonly name: string;
  readonly log: Log;
  /** What is to be written down of an event, if anything; the same however often it is told. */
  readonly entryOf: (event: PublishedEvent, now: Date) => Omit<LogAppend, 'log'> | undefined;
  /** What a security alarm counts of an event, if anything. An event that is published again is counted again, for a day. */
  readonly signalOf?: (event: PublishedEvent) => SecuritySignal | undefined;
}

export type EventLogDefinition = EventLogSpec & { readonly kind: 'eventLog' };

/** An event that a chronicle has no line for, because making it failed. */
export interface NotLogged {
  readonly event: PublishedEvent;
  readonly error: unknown;
}

/**
 * A line for each event that others hear of, whatever context tells it: written by the reader of the stream that tells
 * them, many at once. What a projection is to one thing, a chronicle is to everything.
 */
export const eventLog = (spec: EventLogSpec) =>
  lambda(
    { kind: 'eventLog' as const, ...spec },
    ({ logs, clock }: Platform) =>
      async (events: readonly PublishedEvent[]): Promise<readonly NotLogged[]> => {
        const now = clock();
        const failed: NotLogged[] = [];
        const lines = events.flatMap((event) => {
          try {
            return spec.entryOf(event, now) ?? [];
          } catch (error) {
            failed.push({ event, error });
            return [];
          }
        });
        if (lines.length) await logs.appendMany(lines.map((line) => ({ ...line, log: spec.log })));
        // After a restore all events are published again: old ones must not raise alarms.
        const recent = events.filter(({ at }) => now.getTime() - Date.parse(at) < dayMs);
        for (const signal of recent.flatMap((event) => spec.signalOf?.(event) ?? [])) countSignal(signal);
        return failed;
      },
  );
