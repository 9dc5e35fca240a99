import { AsyncLocalStorage } from 'node:async_hooks';
import { Problem } from '../problems/problem.ts';
import { timedOut } from '../problems/problems.ts';

const current = new AsyncLocalStorage<AbortSignal>();

/** Runs the work with a signal that aborts when the client has disconnected or the time is up. */
export const whileWanted = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => current.run(signal, work);

/**
 * Throws once the time of the request is up or its client has disconnected. Loops (pages, retries) call it before each
 * turn, and so does every call to the table; outside of a request it never throws.
 */
export const stillWanted = (): void => {
  if (current.getStore()?.aborted) throw tookTooLong();
};

/** The response to a request that took too long: the client may retry, or request less. */
export const tookTooLong = (): Problem => Problem.of(timedOut());
