import type { Note, Notes, Pad } from '../notes.ts';

/** Notes by the given clock. */
export const memoryNotes = (clock: () => Date): Notes => {
  const kept = new Map<string, (Note & { readonly until: number })[]>();
  const place = ({ context, name }: Pad, subject: string) => `${context}#${name}#${subject}`;
  const put = async (pad: Pad, subject: string, { sort, data }: Note, seconds: number) => {
    const others = (kept.get(place(pad, subject)) ?? []).filter((note) => note.sort !== sort);
    const note = { sort, data: structuredClone(data), until: clock().getTime() + seconds * 1000 };
    kept.set(place(pad, subject), [...others, note]);
  };
  return {
    put,
    putMany: async (notes) => {
      for (const { pad, subject, note, seconds } of notes) await put(pad, subject, note, seconds);
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
