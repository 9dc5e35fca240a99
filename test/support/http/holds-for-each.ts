import { mapWithConcurrency } from '@waybill/kernel/map-with-concurrency';
import { expect } from 'vitest';

interface Options {
  /** The number of concurrent requests; 1 if a request changes the result of the next one. */
  readonly atOnce?: number;
}

/** The message of an assertion, with the actual value. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const found = 'actual' in error ? ` – found ${JSON.stringify(error.actual)}` : '';
  return `${error.message}${found}`.slice(0, 600);
};

const { ROUTES } = process.env;

/**
 * Checks each case, and lists those that do not pass, by name and with the reason, in one assertion. Of a run that is about
 * some routes only, it prints which.
 */
export const holdsForEach = async <Case>(
  cases: readonly Case[],
  nameOf: (one: Case) => string,
  check: (one: Case) => Promise<unknown>,
  { atOnce = 8 }: Options = {},
): Promise<void> => {
  if (ROUTES) console.log(cases.map(nameOf).join('\n'));
  else expect(cases.length, 'cases to check').toBeGreaterThan(0);
  const wrong: Record<string, string> = {};
  await mapWithConcurrency(cases, atOnce, async (one) => {
    try {
      await check(one);
    } catch (error) {
      wrong[nameOf(one)] = reasonOf(error);
    }
  });
  expect(wrong).toEqual({});
};
