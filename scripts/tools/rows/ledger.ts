export interface Entry<T> {
  readonly expected?: T;
  readonly actual?: T;
}

/** Compares two sets of entries, in any order; equal entries are removed at once. */
export const ledger = <T>(agrees: (expected: T, actual: T) => boolean) => {
  const open = new Map<string, Entry<T>>();
  const note = (key: string, side: Entry<T>) => {
    const entry = { ...open.get(key), ...side };
    if (entry.expected !== undefined && entry.actual !== undefined && agrees(entry.expected, entry.actual))
      open.delete(key);
    else open.set(key, entry);
  };
  return {
    expect: (key: string, expected: T) => note(key, { expected }),
    find: (key: string, actual: T) => note(key, { actual }),
    get: (key: string) => open.get(key),
    open: () => [...open],
  };
};
