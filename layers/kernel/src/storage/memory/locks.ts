import type { Locks } from '../../platform.ts';

/** Locks that expire by the given clock. */
export const memoryLocks = (clock: () => Date): Locks => {
  const held = new Map<string, { holder: string; until: number }>();
  const cursors = new Map<string, string>();
  return {
    acquire: async (name, holder, seconds) => {
      const now = clock().getTime();
      if ((held.get(name)?.until ?? 0) > now) return false;
      held.set(name, { holder, until: now + seconds * 1000 });
      return true;
    },
    release: async (name, holder) => void (held.get(name)?.holder === holder && held.delete(name)),
    remember: async (name, cursor) => void (cursor === undefined ? cursors.delete(name) : cursors.set(name, cursor)),
    recall: async (name) => cursors.get(name),
  };
};
