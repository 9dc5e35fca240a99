import { setTimeout as pause } from 'node:timers/promises';

/** Looks again and again until it holds; fails when it takes too long. */
export const until = async (holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> => {
  const giveUp = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error(`it does not hold after ${withinMs} ms: ${holds}`);
    await pause(10);
  }
};
