import { createHmac } from 'node:crypto';
import { parameter } from '../access/declared/parameter.ts';
import { isOpen, type RequiredRole } from '../function.ts';
import type { Platform } from '../platform.ts';

/** The key of the pseudonyms, read by functions of open routes and by the authorizer. */
export const sourceKey = parameter('source-key', { secret: true, once: true, optional: true });

const keptMs = 15 * 60_000;
const patienceMs = 1_000;

/**
 * A pseudonym for a client's address: the first 64 bits of HMAC-SHA-256 of the UTC day and the address under the
 * stage's key, in hex. It is stable for one address within a day, and changes every day. To reverse it, one needs the
 * key and has to try all addresses.
 */
export const pseudonymOf = (key: string, ip: string, at: Date): string =>
  createHmac('sha256', key)
    .update(`${at.toISOString().slice(0, 10)} ${ip}`)
    .digest('hex')
    .slice(0, 16);

export type SourceOf = (ip: string | undefined) => Promise<string | undefined>;

/** `sourcesOf` for functions of open routes; the others receive the authorizer's pseudonym. */
export const sourcesFor = (role: RequiredRole | undefined, platform: Parameters<typeof sourcesOf>[0]): SourceOf =>
  isOpen(role) ? sourcesOf(platform) : async () => undefined;

/**
 * Pseudonyms of client addresses, for log lines. `undefined` where there is no key, or it cannot be read within a
 * second: a log line must not delay a response.
 */
export const sourcesOf = ({ parameters, stage, clock }: Pick<Platform, 'parameters' | 'stage' | 'clock'>): SourceOf => {
  let known: { readonly key: Promise<string | undefined>; readonly readAt: number } | undefined;
  const keyNow = () => {
    const now = clock().getTime();
    if (known && now - known.readAt < keptMs) return known.key;
    const reading = { key: parameters.get(`/waybill/${stage}/${sourceKey.name}`), readAt: now };
    known = reading;
    // After a failure, and while there is no key, the next request reads again.
    reading.key.then(
      (key) => key ?? forget(reading),
      () => forget(reading),
    );
    return reading.key;
  };
  const forget = (reading: typeof known) => {
    if (known === reading) known = undefined;
  };
  return async (ip) => {
    if (!ip) return undefined;
    const key = await within(patienceMs, keyNow());
    return key && pseudonymOf(key, ip, clock());
  };
};

/** `undefined` when it fails or takes longer. */
const within = async <T>(ms: number, promise: Promise<T>): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([promise.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
};
