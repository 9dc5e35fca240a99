import { statfsSync } from 'node:fs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { logger } from '@waybill/kernel/observability/observe';
import { ThrottledError } from '@waybill/kernel/platform';
import { outage } from './outage.ts';

/** The reserve for writes in flight after the last check, for logs and checkpoints, and for SQLite's own files. */
const reserveBytes = 32 * 1024 * 1024;
/** Writing resumes only with more free space than the reserve, so that it does not stop again at once. */
const enoughBytes = 1.25 * reserveBytes;
const checkMs = 1_000;
/** How long requests reuse the result of a check. */
const freshMs = 100;

export interface DiskSpace {
  readonly isFull: () => boolean;
  /** Resolves as soon as there is space, or on shutdown. */
  readonly available: () => Promise<void>;
  readonly stop: () => void;
}

interface Options {
  /** Free bytes. */
  readonly free?: (() => number) | undefined;
}

/**
 * Watches the free space of a directory's disk. On a full disk, DynamoDB Local 3.3.1 acknowledges transactions and
 * loses them, so writing must stop before the disk is full.
 */
export const diskSpace = (directory: string, { free = () => bytesFree(directory) }: Options = {}): DiskSpace => {
  let full = false;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let waiting: (() => void)[] = [];
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const measuring = outage('measuring the space on the disk', { directory });
  const measured = (): number | undefined => {
    try {
      const bytes = free();
      measuring.worked();
      return bytes;
    } catch (error) {
      measuring.failed(error);
      return undefined;
    }
  };
  const check = () => {
    checkedAt = performance.now();
    const bytes = measured();
    if (bytes === undefined) return;
    const now = bytes < (full ? enoughBytes : reserveBytes);
    if (now === full) return;
    full = now;
    const about = { directory, freeMegabytes: megabytes(bytes), neededMegabytes: megabytes(reserveBytes) };
    if (full) logger.error('the disk is full: nothing is written until there is space', about);
    else {
      logger.warn('there is space on the disk again: writing goes on', about);
      wake();
    }
  };
  const timer = setInterval(check, checkMs).unref();
  check();
  const isFull = () => {
    if (performance.now() - checkedAt > freshMs) check();
    return full;
  };
  return {
    isFull,
    available: async () => {
      if (!stopped && isFull()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    stop: () => {
      stopped = true;
      clearInterval(timer);
      wake();
    },
  };
};

/** Throws one sentence if there is no space at the start. */
export const checkSpace = (directory: string): void => {
  const bytes = bytesFree(directory);
  if (bytes >= reserveBytes) return;
  throw new Error(
    `The disk of ${directory} is full (${megabytes(bytes)} MB free, ${megabytes(reserveBytes)} MB needed): make space, or choose another with --data.`,
  );
};

const bytesFree = (directory: string): number => {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
};

const megabytes = (bytes: number) => Math.floor(bytes / (1024 * 1024));

/** Whether an SDK command, by its name, writes items. */
export const isWrite = (command: string) => /^(Put|Update|Delete|BatchWrite|TransactWrite)Items?Command$/.test(command);

/** Allows the client to write only while there is space; other writes fail with 503, to be retried. */
export const writeWhileThereIsSpace = (client: DynamoDBClient, space: DiskSpace): void =>
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (isWrite(commandName) && space.isFull()) throw new ThrottledError('the disk is full');
        return next(args);
      },
    { step: 'initialize', name: 'writeWhileThereIsSpace' },
  );
