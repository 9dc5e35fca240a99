import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Deviation, deviations } from '#test/deployed/deviations';
import { UserError } from '../cli/user-error.ts';

const root = join(import.meta.dirname, '..', '..');

interface Asserted {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[];
}
export interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly Asserted[];
  }[];
}

interface Where {
  /** The emulator and its stage, whose key signs the tokens and whose mails are read. */
  readonly url: string;
  readonly stage: string;
  readonly api: string;
  /** The path of the report. */
  readonly data: string;
  /** The journeys to run; all by default. */
  readonly files?: readonly string[];
  /** Cancels them. */
  readonly signal?: AbortSignal;
}

/** Runs the HTTP journeys against another runtime, and returns how many passed. */
export const makeJourneys = async ({
  url,
  stage,
  api,
  data,
  files = ['test/journeys'],
  signal,
}: Where): Promise<string> => {
  const outcome = join(data, 'journeys.json');
  rmSync(outcome, { force: true });
  await new Promise((resolve, reject) => {
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${outcome}`];
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    spawn(process.execPath, [vitest, 'run', '--project', 'http', ...reporters, ...files], {
      cwd: root,
      env: { ...process.env, API_URL: api, API_STAGE: stage, AWS_ENDPOINT_URL: url },
      // Expected failures would look like real ones; the result is reported below.
      stdio: 'ignore',
      ...(signal && { signal }),
    })
      .once('error', reject)
      .once('exit', resolve);
  });
  return judged(reportIn(outcome));
};

const reportIn = (file: string): Report => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UserError('The journeys did not run: vitest left no report.');
  }
};

/** Every failure must match a known deviation with its assertion, and every known deviation must still fail. */
export const judged = ({ testResults }: Report): string => {
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((it) => ({ ...it, name: `${relative(root, name)} > ${it.fullName}` })),
  );
  const isKnown = (said: string) => (deviation: Deviation | undefined) => deviation?.fails.test(said) ?? false;
  const wrong = [
    ...testResults
      .filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.length)
      .map(({ name, message }) => `${relative(root, name)} did not run: ${message}`),
    ...tests.flatMap(({ name, status, failureMessages = [] }) => {
      const deviation = deviations.find(({ test }) => test === name);
      if (status === 'passed')
        return deviation ? [`${name}\n    passes: take it out of test/deployed/deviations.ts`] : [];
      if (status !== 'failed') return [];
      return failureMessages.every((said) => isKnown(said)(deviation))
        ? []
        : [`${name}\n    ${failureMessages.join('\n    ')}`];
    }),
  ];
  const passed = tests.filter(({ status }) => status === 'passed').length;
  if (wrong.length || !passed) throw new UserError(`${passed} journeys passed; not so:\n\n${wrong.join('\n\n')}`);
  const deviating = tests.filter(({ status }) => status === 'failed').length;
  return `${passed} passed${deviating ? `, ${deviating} fail as the emulator is known to` : ''}`;
};
