/** A pad of short-lived notes of the house itself: they belong to no organisation, and are gone when their time is up. */
export interface Log {
  readonly kind: 'log';
  readonly context: string;
  readonly name: string;
}

export const log = (context: string, name: string): Log => ({ kind: 'log', context, name });

export interface LogEntry<Data = any> {
  /** Notes of one subject are in the order of these. */
  readonly sort: string;
  readonly data: Data;
}

/** A note, where it goes, and for how long. */
export interface LogAppend {
  readonly log: Log;
  readonly subject: string;
  readonly entry: LogEntry;
  readonly seconds: number;
}

/** Where notes are kept. */
export interface Logs {
  append(log: Log, subject: string, entry: LogEntry, seconds: number): Promise<void>;
  /** Many at once, which is cheaper; of two in the same place the last stays. */
  appendMany(notes: readonly LogAppend[]): Promise<void>;
  /** Takes out the note with that `sort`, if it is there. */
  remove(pad: Log, subject: string, sort: string): Promise<void>;
  /** The last so many notes on a subject, of those in the range: newest first, strongly consistent. */
  latest(pad: Log, subject: string, limit: number, range?: LogRange): Promise<LogEntry[]>;
}

/** By `sort`: from (inclusive), and before (exclusive). */
export interface LogRange {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** What a query reads of a pad. */
export type LogReader = (subject: string, limit: number, range?: LogRange) => Promise<LogEntry[]>;
