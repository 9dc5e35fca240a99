import { lambda } from '../function.ts';
import { countSignal } from '../observability/observe.ts';
import type { SecuritySignal } from '../observability/signals.ts';
import type { Platform, PublishedEvent } from '../platform.ts';
import type { Log, LogAppend } from '../storage/logs.ts';

const dayMs = 86_400_000;

export interface EventLogSpec {
  readonly name: string;
  readonly log: Log;
  /** The log entry of an event, if any; the same however often the event is published. */
  readonly entryOf: (event: PublishedEvent, now: Date) => Omit<LogAppend, 'log'> | undefined;
  /**
   * What a security alarm counts of an event, if anything. For a day, an event that is published again is counted
   * again.
   */
  readonly signalOf?: (event: PublishedEvent) => SecuritySignal | undefined;
}

export type EventLogDefinition = EventLogSpec & { readonly kind: 'eventLog' };

/** An event that could not be turned into a log entry. */
export interface NotLogged {
  readonly event: PublishedEvent;
  readonly error: unknown;
}

/** A subscriber of the stream that writes a log entry for every published event of any context, many at once. */
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
