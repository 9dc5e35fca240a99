import { setTimeout as sleep } from 'node:timers/promises';
import type { Day } from './demo-day.ts';

/** Waits for the time of day, does what happens then, and tells it in one line. */
export type Step = <T>(
  time: string,
  sentence: string | ((result: T) => string),
  happens: () => Promise<T>,
) => Promise<T>;

/** Ends the demo: what was told last did not go as it should. */
export class DemoError extends Error {}

export const stepsOf =
  (day: Day): Step =>
  async (time, sentence, happens) => {
    await day.until(time);
    try {
      const result = await happens();
      const line = typeof sentence === 'string' ? sentence : sentence(result);
      console.log(`✔ ${day.timeOf(day.now())} ${line}`);
      return result;
    } catch (error) {
      const what = typeof sentence === 'string' ? `${sentence}: ` : '';
      throw new DemoError(`✘ ${day.timeOf(day.now())} ${what}${(error as Error).message}`, { cause: error });
    }
  };

const patienceMs = 10_000;
const pauseMs = 50;

/** Lists are a moment behind: asks until the answer is as it should be, or patience runs out. */
export const eventually = async <T>(ask: () => Promise<T>, check: (answer: T) => void): Promise<T> => {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    try {
      check(answer);
      return answer;
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(pauseMs);
    }
  }
};
