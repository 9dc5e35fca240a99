import type * as z from 'zod';
import type { AllBudgets, Charge, Reservation } from '../limits/budget.ts';
import type { Caller } from '../platform.ts';
import type { Refusal } from '../problems/problem.ts';
import type { ClaimReader, Claims } from '../read/claims.ts';
import type { Projection } from '../read/projection.ts';
import type { BookingReader, HistoryReader } from '../read/readers.ts';
import type { ViewReader } from '../read/view-reader.ts';
import type { Log, LogEntry, LogReader } from '../storage/logs.ts';
import type { RecordStore, StoredRecord } from '../storage/records.ts';
import type { Source } from '../write/aggregate.ts';
import type { CommandFunction } from '../write/command.ts';
import type { Event } from '../write/event.ts';
import type { CommandResult } from '../write/execute.ts';
import type { Resource } from '../write/resource.ts';
import type { Expired } from './declared/expired.ts';
import type { Parameter } from './declared/parameter.ts';
import type { AnyRows, Probes } from './declared/probes.ts';
import type { Queue } from './declared/queue.ts';
import type { Service } from './declared/service.ts';

/** Reads the records of a store: strongly consistent, including what the unit of work has written. */
export interface RecordReader<Data extends object> {
  get(id: string): Promise<StoredRecord<Data> | undefined>;
  /** The record that has this value in a unique field. */
  findByUnique(field: keyof Data & string, value: string): Promise<StoredRecord<Data> | undefined>;
  /** The records with this value in an indexed field, ordered by id: all, or the first or last `limit`. */
  findBy(
    field: keyof Data & string,
    value: string,
    range?: { readonly limit: number; readonly descending?: boolean },
  ): Promise<StoredRecord<Data>[]>;
}

export interface RecordWriter<Data extends object> extends RecordReader<Data> {
  /** From `expiresAt` (ISO-8601) on the record is absent. */
  put(id: string, data: Data, expiresAt?: string): Promise<void>;
  delete(id: string): Promise<void>;
}

export interface InOrg {
  /** The organization that the stream belongs to, if it is not the caller's. `-`: none. */
  readonly org?: string;
}

/** Reads streams. Inside a unit of work, the commit fails if a stream that was read has grown. */
export interface StreamReader<State> extends HistoryReader<State> {
  state(id: string, of?: InOrg): Promise<State | undefined>;
  /** The state and its version; `undefined` if there is no event. */
  versioned(id: string, of?: InOrg): Promise<{ readonly state: State; readonly version: number } | undefined>;
}

export interface AppendOptions extends InOrg {
  /** The acting user, if not the caller. */
  readonly by?: string | undefined;
  /** The impersonator of `by`, where the caller is not known yet. */
  readonly impersonatedBy?: string | undefined;
}

export interface StreamWriter<State> extends StreamReader<State> {
  append(id: string, event: Event, options?: AppendOptions): Promise<void>;
}

/** Records that expired before `until` (ISO-8601), the earliest first; eventually consistent. */
export type ExpiredReader<Data extends object> = (until: string, limit: number) => Promise<StoredRecord<Data>[]>;

export interface ExpiredWriter<Data extends object> {
  find: ExpiredReader<Data>;
  /**
   * Deletes records immediately, outside any unit of work, and returns how many. Records that have changed since they
   * were found remain.
   */
  delete(found: readonly StoredRecord<Data>[]): Promise<number>;
}

export interface LogWriter {
  latest: LogReader;
  /** The entry expires after that many seconds. */
  append(subject: string, entry: LogEntry, seconds: number): Promise<void>;
}

export interface ParameterWriter {
  get(): Promise<string | undefined>;
  /** Writes it, unless it is declared as written once and exists. Returns the resulting value. */
  put(value: string): Promise<string>;
}

export interface SendOptions {
  /** What the client sent, if `input` has more: only this is compared when an idempotency key is reused. */
  readonly clientInput?: object;
  /** The caller of the command, if it is not the caller of the function. */
  readonly caller?: Caller;
}

/** Executes a command: in the caller's unit of work, if there is one. */
export type Send<Input> = (input: Input, options?: SendOptions) => Promise<CommandResult | Refusal>;

/** Sends a message: at once, or to be delivered after that many seconds, 900 at most. */
export type SendMessage<Message> = (message: Message, options?: { readonly delaySeconds?: number }) => Promise<void>;

/** Opens the client of a service. */
export type OpenService<Options, Client> = (options: Options) => Promise<Client>;

export interface ProbeHandle {
  /** Each check throws when the part does not respond. */
  bus(): Promise<void>;
  queues(): Promise<{ readonly waiting: number; readonly dead: number }>;
  /** The lag of the stream's readers in milliseconds; it waits at most `waitMs`. */
  streamLag(waitMs: number): Promise<number>;
}

/** What a function receives for each kind of resource that it declared to read. */
export type ReaderOf<Of> =
  Of extends Projection<infer Row>
    ? ViewReader<Row>
    : Of extends Source<any, infer State>
      ? StreamReader<State>
      : Of extends RecordStore<infer Data>
        ? RecordReader<Data>
        : Of extends Expired<infer Data>
          ? ExpiredReader<Data>
          : Of extends Log
            ? LogReader
            : Of extends Claims
              ? ClaimReader
              : Of extends Parameter<infer Optional>
                ? () => Promise<Optional extends true ? string | undefined : string>
                : Of extends AnyRows
                  ? (context: string) => Promise<void>
                  : Of extends Resource
                    ? BookingReader
                    : never;

export type WriterOf<Of> =
  Of extends Source<any, infer State>
    ? StreamWriter<State>
    : Of extends RecordStore<infer Data>
      ? RecordWriter<Data>
      : Of extends Expired<infer Data>
        ? ExpiredWriter<Data>
        : Of extends Log
          ? LogWriter
          : Of extends Parameter
            ? ParameterWriter
            : never;

export type UseOf<Of> =
  Of extends Queue<infer Message>
    ? SendMessage<Message extends z.ZodObject ? z.input<Message> : object>
    : Of extends AllBudgets
      ? (charges: readonly Charge[]) => Promise<Reservation>
      : Of extends Probes
        ? ProbeHandle
        : Of extends Service<infer Options, infer Client>
          ? OpenService<Options, Client>
          : Of extends CommandFunction<infer Input>
            ? Send<Input>
            : never;

/** Everything that a function declared, by name. */
export type Access<R, W, U> = { readonly [K in keyof R]: ReaderOf<R[K]> } & {
  readonly [K in keyof W]: WriterOf<W[K]>;
} & { readonly [K in keyof U]: UseOf<U[K]> };
