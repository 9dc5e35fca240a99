import { alsoLogTo } from '../edge/observe.ts';
import { logLine } from './log-line.ts';

const troubles = ['warn', 'error'];

/** Prints what went wrong, one readable line each, for whoever runs this; the rest is in the log. Answers how to stop. */
export const printTrouble = (print: (line: string) => void): (() => void) =>
  alsoLogTo((line) => {
    const about = JSON.parse(line);
    if (troubles.includes(about.level)) print(logLine(about));
  });
