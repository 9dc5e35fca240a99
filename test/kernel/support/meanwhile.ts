import type { Platform } from '@waybill/kernel';
import type { Commit } from '@waybill/kernel/platform';

/** Runs something between read and write: before each of the first commits. */
export const meanwhile = (platform: Platform, happen: (commit: Partial<Commit>) => unknown, times = 1): Platform => {
  let left = times;
  const commit = async (parts: Partial<Commit>) => {
    if (left-- > 0) await happen(parts);
    await platform.events.commit(parts);
  };
  return { ...platform, events: { ...platform.events, commit } };
};
