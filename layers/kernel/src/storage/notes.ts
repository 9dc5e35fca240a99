/** A pad of short-lived notes of the house itself: they belong to no organisation, and are gone when their time is up. */
export interface Pad {
  readonly kind: 'pad';
  readonly context: string;
  readonly name: string;
}

export const pad = (context: string, name: string): Pad => ({ kind: 'pad', context, name });

export interface Note<Data = any> {
  /** Notes of one subject are in the order of these. */
  readonly sort: string;
  readonly data: Data;
}

/** A note, where it goes, and for how long. */
export interface Noted {
  readonly pad: Pad;
  readonly subject: string;
  readonly note: Note;
  readonly seconds: number;
}

/** Where notes are kept. */
export interface Notes {
  put(pad: Pad, subject: string, note: Note, seconds: number): Promise<void>;
  /** Many at once, which is cheaper; of two in the same place the last stays. */
  putMany(notes: readonly Noted[]): Promise<void>;
  /** Takes out the note with that `sort`, if it is there. */
  remove(pad: Pad, subject: string, sort: string): Promise<void>;
  /** The last so many notes on a subject, of those in the range: newest first, strongly consistent. */
  latest(pad: Pad, subject: string, limit: number, range?: NoteRange): Promise<Note[]>;
}

/** By `sort`: from (inclusive), and before (exclusive). */
export interface NoteRange {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** What a query reads of a pad. */
export type PadReader = (subject: string, limit: number, range?: NoteRange) => Promise<Note[]>;
