import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { outage } from '../dynamo/outage.ts';

export interface LogOptions {
  readonly fresh?: boolean | undefined;
  /** The limit of the total size, in bytes. */
  readonly limit?: number;
}

/** Lines are buffered for this long, so that no request waits for the disk. */
const waitMs = 100;
/** While the file cannot be written, lines are buffered; beyond this many, the oldest are dropped. */
const mostWaiting = 10_000;
const retryMs = 1_000;
const tenMegabytes = 10 * 1024 * 1024;

const fileIn = (directory: string) => join(directory, 'log.jsonl');
const olderIn = (directory: string) => `${fileIn(directory)}.1`;

/** Writes the log to a directory, a line per entry, in two files of half the limit each. */
export const startLog = (directory: string, { fresh = false, limit = tenMegabytes }: LogOptions = {}) => {
  mkdirSync(directory, { recursive: true });
  const file = fileIn(directory);
  if (fresh) for (const old of [file, olderIn(directory)]) rmSync(old, { force: true });
  let size = existsSync(file) ? statSync(file).size : 0;
  let waiting: string[] = [];
  let lost = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  const health = outage('writing the log', { file });

  const wait = (lines: readonly string[]) => {
    waiting.push(...lines);
    const over = waiting.length - mostWaiting;
    if (over <= 0) return;
    waiting.splice(0, over);
    lost += over;
  };
  /** Writes buffered lines, after making room for them; lines that cannot be written stay buffered. */
  const write = async (append: (text: string) => Promise<void> | void): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const lines = waiting;
    waiting = [];
    try {
      const text = [...(lost ? ['', lostLine(lost)] : []), ...lines].map((line) => `${line}\n`).join('');
      if (size > 0 && size + Buffer.byteLength(text) > limit / 2) {
        renameSync(file, olderIn(directory));
        size = 0;
      }
      await append(text);
      size += Buffer.byteLength(text);
      lost = 0;
      health.worked();
    } catch (error) {
      // The last line may be incomplete; an empty line separates it from the next.
      const since = waiting;
      waiting = [];
      wait([...(lines[0] === '' ? [] : ['']), ...lines, ...since]);
      health.failed(error);
      timer ??= setTimeout(soon, retryMs).unref();
    }
  };
  const soon = () => {
    writing = writing.then(() => write((text) => appendFile(file, text)));
  };
  const stopLogging = alsoLogTo((line) => {
    wait([line]);
    timer ??= setTimeout(soon, waitMs).unref();
  });

  return {
    stop: async () => {
      stopLogging();
      await writing;
      if (waiting.length) await write((text) => appendFileSync(file, text));
      clearTimeout(timer);
    },
  };
};

const lostLine = (lost: number) =>
  JSON.stringify({ at: new Date().toISOString(), level: 'warn', message: 'lines of the log are lost', lost });

/** The log lines of a request, ordered by time. */
export const linesOf = (directory: string, correlation: string): Record<string, unknown>[] =>
  [olderIn(directory), fileIn(directory)]
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.includes(correlation))
    .map(parsed)
    .filter((line) => line?.correlation === correlation)
    .map((line) => line!)
    .toSorted((a, b) => String(a.at).localeCompare(String(b.at)));

/** A line that was truncated when the process was killed is ignored. */
const parsed = (line: string): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
