import { mapWithConcurrency } from '@waybill/kernel/map-with-concurrency';
import { expect } from 'vitest';

interface Options {
  /** How many are asked at the same time; one where what is asked changes what the next one finds. */
  readonly atOnce?: number;
}

/** Checks each case, and lists those that do not pass, by name and with the reason, in one assertion. */
export const holdsForEach = async <Case>(
  cases: readonly Case[],
  nameOf: (one: Case) => string,
  check: (one: Case) => Promise<unknown>,
  { atOnce = 8 }: Options = {},
): Promise<void> => {
  expect(cases.length, 'cases to check').toBeGreaterThan(0);
  const wrong: Record<string, string> = {};
  await mapWithConcurrency(cases, atOnce, async (one) => {
    try {
      await check(one);
    } catch (error) {
      wrong[nameOf(one)] = error instanceof Error ? error.message : String(error);
    }
  });
  expect(wrong).toEqual({});
};
