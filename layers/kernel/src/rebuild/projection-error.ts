import type { Stream } from '../write/event.ts';

/** A stream that a projection cannot fold: an error in one of the two, which does not affect others. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError';
  readonly stream: Stream;
  constructor(stream: Stream, cause: unknown) {
    super(`cannot be projected (${cause instanceof Error ? cause.name : 'unknown'})`, { cause });
    this.stream = stream;
  }
}
