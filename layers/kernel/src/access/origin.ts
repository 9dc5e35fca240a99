import type { Caller } from '../platform.ts';

/** On whose behalf a function works, and what led to it: the metadata of the events that it appends. */
export interface Origin {
  readonly caller: Caller;
  readonly commandId: string;
  readonly inputHash: string;
  /** What an idempotency key is compared by in the commands that are sent. */
  readonly clientInput: object;
  readonly correlationId: string;
  readonly causationId: string;
  /** What the commands that are sent name as their cause, where that is not `commandId`: the event of a reaction. */
  readonly sentCausationId?: string;
  /** What tells the commands of this request from those of all others. */
  readonly key: string;
}
