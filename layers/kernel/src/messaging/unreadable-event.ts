import { type Stream, streamKey } from '../write/event.ts';

/** An item of a stream that is not a valid event: damaged, or not written by Waybill. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly stream: Stream;
  readonly version: number;

  constructor(stream: Stream, version: number, cause: unknown) {
    super(
      `${streamKey(stream)} cannot be read at version ${version} (${cause instanceof Error ? cause.name : 'unknown'})`,
      {
        cause,
      },
    );
    this.stream = stream;
    this.version = version;
  }
}
