import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { logLine } from './log-line.ts';

const trouble = /"level":"(warn|error)"/;

/** Prints errors, one readable line each; all else is in the log. Returns a function that stops it. */
export const printTrouble = (print: (line: string) => void): (() => void) =>
  alsoLogTo((line) => {
    if (trouble.test(line)) print(logLine(JSON.parse(line)));
  });
