import { lambda } from './function.ts';
import type { Noted, Pad } from './notes.ts';
import type { Envelope, Platform } from './platform.ts';

export interface ChronicleSpec {
  readonly name: string;
  readonly pad: Pad;
  /** What is to be written down of an event, if anything; the same however often it is told. */
  readonly notes: (event: Envelope, now: Date) => Omit<Noted, 'pad'> | undefined;
}

/**
 * A line for each event that others hear of, whatever context tells it: written by the reader of the stream that tells
 * them, many at once. What a projection is to one thing, a chronicle is to everything.
 */
export const chronicle = (spec: ChronicleSpec) =>
  lambda(
    { kind: 'chronicle' as const, ...spec },
    ({ notes, clock }: Platform) =>
      async (events: readonly Envelope[]) => {
        const now = clock();
        const lines = events.flatMap((event) => spec.notes(event, now) ?? []);
        if (lines.length) await notes.putMany(lines.map((line) => ({ ...line, pad: spec.pad })));
      },
  );
