import { setTimeout as sleep } from 'node:timers/promises';
import type { Day } from './demo-day.ts';

/** Waits for the time of day, performs the step, and prints it in one line. */
export type Step = <T>(
  time: string,
  sentence: string | ((result: T) => string),
  happens: () => Promise<T>,
) => Promise<T>;

/** Ends the demo: a step failed. */
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

/** Read models are eventually consistent: repeats the request until the check passes or the time limit is over. */
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
