import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alsoLogTo } from '../edge/observe.ts';

export interface LogOptions {
  readonly fresh?: boolean | undefined;
  /** How large all that is kept may become. */
  readonly limit?: number;
}

/** Lines wait this long for others, so that a request never waits for the disk. */
const waitMs = 100;
const tenMegabytes = 10 * 1024 * 1024;

const fileIn = (directory: string) => join(directory, 'log.jsonl');
const olderIn = (directory: string) => `${fileIn(directory)}.1`;

/** Keeps the log in a directory, a line for each thing told: half of the limit, and the half before that. */
export const startLog = (directory: string, { fresh = false, limit = tenMegabytes }: LogOptions = {}) => {
  mkdirSync(directory, { recursive: true });
  const file = fileIn(directory);
  if (fresh) for (const old of [file, olderIn(directory)]) rmSync(old, { force: true });
  let size = existsSync(file) ? statSync(file).size : 0;
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  /** What is to be written now, after making room for it. */
  const taken = (): string => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting.join('');
    waiting = [];
    if (size > 0 && size + Buffer.byteLength(text) > limit / 2) {
      renameSync(file, olderIn(directory));
      size = 0;
    }
    size += Buffer.byteLength(text);
    return text;
  };
  /** A log that cannot be written, on a full disk for one, must not take the house down with it. */
  const write = () => {
    writing = writing.then(() => appendFile(file, taken())).catch(() => {});
  };
  const stopTelling = alsoLogTo((line) => {
    waiting.push(`${line}\n`);
    timer ??= setTimeout(write, waitMs).unref();
  });

  return {
    stop: async () => {
      stopTelling();
      await writing;
      if (waiting.length) appendFileSync(file, taken());
    },
  };
};

/** The lines of a directory's log that belong to one request, in the order of time. */
export const linesOf = (directory: string, correlation: string): Record<string, unknown>[] =>
  [olderIn(directory), fileIn(directory)]
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.includes(correlation))
    .map(parsed)
    .filter((line) => line?.correlation === correlation)
    .map((line) => line!)
    .toSorted((a, b) => String(a.at).localeCompare(String(b.at)));

/** A line that was cut short when the process was killed says nothing. */
const parsed = (line: string): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
