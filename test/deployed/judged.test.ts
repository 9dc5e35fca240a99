import { expect, test } from 'vitest';
import { judged } from '#scripts/emulator/emulator-journeys';
import { deviations } from './deviations.ts';

/** A vitest report with one file, in which the known deviations fail as expected unless the caller changes them. */
const report = (fullName: string, status: string, ...failureMessages: string[]) => ({
  testResults: [
    {
      name: `${process.cwd()}/test/journeys/http.test.ts`,
      status,
      assertionResults: [
        { fullName: 'something else', status: 'passed' },
        { fullName, status, failureMessages },
      ],
    },
  ],
});
const known = deviations[0]!;
const name = known.test.split(' > ')[1]!;

test('a known deviation of the emulator is not a failure', () => {
  const failure = 'AssertionError: GET /nowhere → 403 has a correlation: expected null to be truthy';
  expect(judged(report(name, 'failed', failure))).toBe('1 passed, 1 fail as the emulator is known to');
});

test('another failure of the same journey counts', () => {
  expect(() => judged(report(name, 'failed', 'AssertionError: expected 500 to be 200'))).toThrow('expected 500');
});

test('an unknown failure counts', () => {
  expect(() => judged(report('a day', 'failed', 'AssertionError: no'))).toThrow('http.test.ts > a day');
});

test('a deviation that no longer fails has to be removed', () => {
  expect(() => judged(report(name, 'passed'))).toThrow('take it out');
});

test('a run without journeys is a failure', () => {
  expect(() => judged({ testResults: [] })).toThrow('0 journeys passed');
  const broken = { name: `${process.cwd()}/test/x.test.ts`, status: 'failed', message: 'oh', assertionResults: [] };
  expect(() => judged({ testResults: [broken] })).toThrow('test/x.test.ts did not run: oh');
});
