import { lambda } from '../function.ts';
import { countSignal } from '../observability/observe.ts';
import type { SecuritySignal } from '../observability/signals.ts';
import type { Envelope, Platform } from '../platform.ts';
import type { Noted, Pad } from '../storage/notes.ts';

const dayMs = 86_400_000;

export interface ChronicleSpec {
  readonly name: string;
  readonly pad: Pad;
  /** What is to be written down of an event, if anything; the same however often it is told. */
  readonly notes: (event: Envelope, now: Date) => Omit<Noted, 'pad'> | undefined;
  /** What a security alarm counts of an event, if anything. An event that is published again is counted again, for a day. */
  readonly signals?: (event: Envelope) => SecuritySignal | undefined;
}

/** An event that a chronicle has no line for, because making it failed. */
export interface NotWritten {
  readonly event: Envelope;
  readonly error: unknown;
}

/**
 * A line for each event that others hear of, whatever context tells it: written by the reader of the stream that tells
 * them, many at once. What a projection is to one thing, a chronicle is to everything.
 */
export const chronicle = (spec: ChronicleSpec) =>
  lambda(
    { kind: 'chronicle' as const, ...spec },
    ({ notes, clock }: Platform) =>
      async (events: readonly Envelope[]): Promise<readonly NotWritten[]> => {
        const now = clock();
        const failed: NotWritten[] = [];
        const lines = events.flatMap((event) => {
          try {
            return spec.notes(event, now) ?? [];
          } catch (error) {
            failed.push({ event, error });
            return [];
          }
        });
        if (lines.length) await notes.putMany(lines.map((line) => ({ ...line, pad: spec.pad })));
        // After a restore all events are published again: old ones must not raise alarms.
        const recent = events.filter(({ at }) => now.getTime() - Date.parse(at) < dayMs);
        for (const signal of recent.flatMap((event) => spec.signals?.(event) ?? [])) countSignal(signal);
        return failed;
      },
  );
