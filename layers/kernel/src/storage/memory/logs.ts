import type { Log, LogEntry, Logs } from '../logs.ts';

/** Log entries that expire by the given clock. */
export const memoryLogs = (clock: () => Date): Logs => {
  const kept = new Map<string, (LogEntry & { readonly until: number })[]>();
  const place = ({ context, name }: Log, subject: string) => `${context}#${name}#${subject}`;
  const put = async (pad: Log, subject: string, { sort, data }: LogEntry, seconds: number) => {
    const others = (kept.get(place(pad, subject)) ?? []).filter((note) => note.sort !== sort);
    const note = { sort, data: structuredClone(data), until: clock().getTime() + seconds * 1000 };
    kept.set(place(pad, subject), [...others, note]);
  };
  return {
    append: put,
    appendMany: async (notes) => {
      for (const { log, subject, entry, seconds } of notes) await put(log, subject, entry, seconds);
    },
    remove: async (pad, subject, sort) => {
      const others = (kept.get(place(pad, subject)) ?? []).filter((note) => note.sort !== sort);
      kept.set(place(pad, subject), others);
    },
    latest: async (pad, subject, limit, { from = '', before } = {}) =>
      (kept.get(place(pad, subject)) ?? [])
        .filter(({ until }) => until > clock().getTime())
        .filter(({ sort }) => sort >= from && (before === undefined || sort < before))
        .toSorted((a, b) => (a.sort < b.sort ? 1 : -1))
        .slice(0, limit)
        .map(({ sort, data }) => ({ sort, data })),
  };
};
