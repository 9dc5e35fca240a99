import { setTimeout as pause } from 'node:timers/promises';
import { outage } from '../dynamo/outage.ts';

const retryMs = 1_000;

/** Retries until it succeeds. Throws the last error only on shutdown. */
export const persistently = async <Result>(
  what: string,
  stopping: () => boolean,
  work: () => Promise<Result>,
): Promise<Result> => {
  const working = outage(what);
  for (;;)
    try {
      const result = await work();
      working.worked();
      return result;
    } catch (error) {
      working.failed(error);
      if (stopping()) throw error;
      await pause(retryMs);
    }
};
