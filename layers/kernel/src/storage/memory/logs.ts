import type { Log, LogEntry, Logs } from '../logs.ts';

/** Log entries that expire by the given clock. */
export const memoryLogs = (clock: () => Date): Logs => {
  const kept = new Map<string, (LogEntry & { readonly until: number })[]>();
  const place = ({ context, name }: Log, subject: string) => `${context}#${name}#${subject}`;
  const put = async (log: Log, subject: string, { sort, data }: LogEntry, seconds: number) => {
    const others = (kept.get(place(log, subject)) ?? []).filter((entry) => entry.sort !== sort);
    const entry = { sort, data: structuredClone(data), until: clock().getTime() + seconds * 1000 };
    kept.set(place(log, subject), [...others, entry]);
  };
  return {
    append: put,
    appendMany: async (entries) => {
      for (const { log, subject, entry, seconds } of entries) await put(log, subject, entry, seconds);
    },
    remove: async (log, subject, sort) => {
      const others = (kept.get(place(log, subject)) ?? []).filter((entry) => entry.sort !== sort);
      kept.set(place(log, subject), others);
    },
    latest: async (log, subject, limit, { from = '', before } = {}) =>
      (kept.get(place(log, subject)) ?? [])
        .filter(({ until }) => until > clock().getTime())
        .filter(({ sort }) => sort >= from && (before === undefined || sort < before))
        .toSorted((a, b) => (a.sort < b.sort ? 1 : -1))
        .slice(0, limit)
        .map(({ sort, data }) => ({ sort, data })),
  };
};
