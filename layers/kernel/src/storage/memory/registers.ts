import { ClaimTaken, LostRace } from '../../platform.ts';
import { type Entry, type EntryChange, placeIn, type Register, type Registers } from '../registers.ts';

interface MemoryRegisters {
  readonly registers: Registers;
  /** Throws what `commit` throws, and writes nothing. */
  check(changes: readonly EntryChange[]): void;
  write(changes: readonly EntryChange[]): void;
}

/** Records in a map, by the given clock. */
export const memoryRegisters = (clock: () => Date): MemoryRegisters => {
  const kept = new Map<string, Map<string, Entry>>();
  const of = ({ context, name }: Register) => {
    const key = `${context}#${name}`;
    const entries = kept.get(key) ?? new Map<string, Entry>();
    kept.set(key, entries);
    return entries;
  };
  const alive = (entry: Entry | undefined) =>
    entry && (!entry.expiresAt || entry.expiresAt > clock().toISOString()) ? entry : undefined;
  const having = (register: Register, field: string, value: string) =>
    [...of(register).values()].filter((entry) => alive(entry) && placeIn(entry, field) === value);

  return {
    registers: {
      entry: async (register, id) => alive(of(register).get(id)),
      holding: async (register, field, value) => having(register, field, value)[0],
      under: async (
        register,
        field,
        value,
        { limit = Number.POSITIVE_INFINITY, descending = false } = { limit: Number.POSITIVE_INFINITY },
      ) => {
        const found = having(register, field, value).toSorted((a, b) => (a.id < b.id ? -1 : 1));
        return (descending ? found.reverse() : found).slice(0, limit);
      },
      due: async (register, until, limit) =>
        [...of(register).values()]
          .filter(({ expiresAt }) => expiresAt && expiresAt < until)
          .toSorted((a, b) => (a.expiresAt! < b.expiresAt! ? -1 : 1))
          .slice(0, limit),
    },
    check: (changes) => {
      for (const { register, id, was } of changes) {
        const kept = of(register).get(id);
        if ((was ? kept : alive(kept))?.version !== was?.version) throw new LostRace(`${register.name} has moved on`);
      }
      for (const { register, id, now } of changes)
        for (const field of register.unique) {
          const value = placeIn(now, field);
          if (value === undefined) continue;
          const { context, name: kind } = register;
          if (having(register, field, value).some((other) => other.id !== id))
            throw new ClaimTaken({ context, kind, value, field, holder: id });
        }
    },
    write: (changes) => {
      for (const { register, id, was, now } of changes) {
        if (now) of(register).set(id, structuredClone({ id, version: (was?.version ?? 0) + 1, ...now }));
        else of(register).delete(id);
      }
    },
  };
};
