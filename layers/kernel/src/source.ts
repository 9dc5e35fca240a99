import { createHmac } from 'node:crypto';
import { isOpen, type Least, type Reach } from './function.ts';
import type { Platform } from './platform.ts';

/** The parameter of the stage with the key, a SecureString. */
export const sourceKey = 'source-key';

export const sourceReach: Reach = { to: 'know', parameter: sourceKey };

/** What a function reaches to tell sources apart: of requests that pass the authorizer, the authorizer tells. */
export const sourceReaches = (role: Least | undefined): readonly Reach[] => (isOpen(role) ? [sourceReach] : []);

const keptMs = 15 * 60_000;
const patienceMs = 1_000;

/**
 * A pseudonym for the address of a client: HMAC-SHA-256 of the day (UTC) and the address under the stage's key, the first
 * 64 bits of it in hex. Lines of one day about one address are found together, lines of two days are not; only who has
 * the key can tell which address it is, by trying.
 */
export const pseudonymOf = (key: string, ip: string, at: Date): string =>
  createHmac('sha256', key)
    .update(`${at.toISOString().slice(0, 10)} ${ip}`)
    .digest('hex')
    .slice(0, 16);

export type SourceOf = (ip: string | undefined) => Promise<string | undefined>;

/** Where requests to an open route come from; to the others, the authorizer tells. */
export const sourcesFor = (role: Least | undefined, platform: Parameters<typeof sourcesOf>[0]): SourceOf =>
  isOpen(role) ? sourcesOf(platform) : async () => undefined;

/** Where requests come from, for log lines. `undefined` where there is no key, or it cannot be read within a second: no answer waits for a log line. */
export const sourcesOf = ({ parameters, stage, clock }: Pick<Platform, 'parameters' | 'stage' | 'clock'>): SourceOf => {
  let known: { readonly key: Promise<string | undefined>; readonly readAt: number } | undefined;
  const keyNow = () => {
    const now = clock().getTime();
    if (known && now - known.readAt < keptMs) return known.key;
    const reading = { key: parameters.get(`/waybill/${stage}/${sourceKey}`), readAt: now };
    known = reading;
    // What could not be read is read again by the next who asks.
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

/** `undefined` when it fails, or takes longer. */
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
