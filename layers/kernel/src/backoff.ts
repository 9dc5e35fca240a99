/** Full jitter: a random part of 10 ms × 2ⁿ (Brooker, "Exponential backoff and jitter", AWS Architecture Blog). */
export const backoff = (tries: number): number => Math.random() * 10 * 2 ** Math.min(tries, 6);
