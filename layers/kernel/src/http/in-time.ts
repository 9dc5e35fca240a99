import { AsyncLocalStorage } from 'node:async_hooks';
import { Problem } from '../problems/problem.ts';
import { timedOut } from '../problems/problems.ts';

const current = new AsyncLocalStorage<AbortSignal>();

/** Does something for as long as somebody waits for it: the signal says when nobody does any more. */
export const whileWanted = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => current.run(signal, work);

/**
 * Throws once the time of the request is up or its client is gone. Whatever repeats itself (pages, retries) asks before each
 * turn, and so does every call to the table; outside of a request it never throws.
 */
export const stillWanted = (): void => {
  if (current.getStore()?.aborted) throw tookTooLong();
};

/** What a client is told whose request took too long: it may try again, or ask for less. */
export const tookTooLong = (): Problem => Problem.of(timedOut());
