import { setTimeout as pause } from 'node:timers/promises';
import { patienceMs } from '#test/support/runtime/patience';

/** Checks a condition every 10 ms until it holds; fails after half of the test's time. */
export const until = async (holds: () => boolean | Promise<boolean>, withinMs = patienceMs / 2): Promise<void> => {
  const giveUp = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error(`does not hold after ${withinMs} ms: ${holds}`);
    await pause(10);
  }
};
