/** A log of short-lived entries of the system itself: they belong to no organization, and expire. */
export interface Log {
  readonly kind: 'log';
  readonly context: string;
  readonly name: string;
}

export const log = (context: string, name: string): Log => ({ kind: 'log', context, name });

export interface LogEntry<Data = any> {
  /** Entries of one subject are ordered by this. */
  readonly sort: string;
  readonly data: Data;
}

/** An entry, its log and subject, and its lifetime. */
export interface LogAppend {
  readonly log: Log;
  readonly subject: string;
  readonly entry: LogEntry;
  readonly seconds: number;
}

/** Stores log entries. */
export interface Logs {
  append(log: Log, subject: string, entry: LogEntry, seconds: number): Promise<void>;
  /** Many at once, at a lower price; of two with the same key the last remains. */
  appendMany(entries: readonly LogAppend[]): Promise<void>;
  /** Deletes the entry with that `sort`, if it exists. */
  remove(log: Log, subject: string, sort: string): Promise<void>;
  /** The last `limit` entries of a subject, within the range: newest first, strongly consistent. */
  latest(log: Log, subject: string, limit: number, range?: LogRange): Promise<LogEntry[]>;
}

/** By `sort`: from (inclusive), and before (exclusive). */
export interface LogRange {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** Reads entries of a log. */
export type LogReader = (subject: string, limit: number, range?: LogRange) => Promise<LogEntry[]>;
