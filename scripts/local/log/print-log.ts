import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { logLine } from './log-line.ts';

const trouble = /"level":"(warn|error)"/;

/** Prints what went wrong, one readable line each, for whoever runs this; the rest is in the log. Answers how to stop. */
export const printTrouble = (print: (line: string) => void): (() => void) =>
  alsoLogTo((line) => {
    if (trouble.test(line)) print(logLine(JSON.parse(line)));
  });
