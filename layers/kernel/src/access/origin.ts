import type { Caller } from '../platform.ts';

/** The caller of a function and the cause of its work: the metadata of the events that it appends. */
export interface Origin {
  readonly caller: Caller;
  readonly commandId: string;
  readonly inputHash: string;
  /** The input that is compared when an idempotency key is reused, for the commands that are sent. */
  readonly clientInput: object;
  readonly correlationId: string;
  readonly causationId: string;
  /** The causation id of the commands that are sent, if not `commandId`: the event of a reaction. */
  readonly sentCausationId?: string;
  /** Distinguishes the commands of this request from those of all others. */
  readonly key: string;
}
