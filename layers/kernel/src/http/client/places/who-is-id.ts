import { createHash } from 'node:crypto';

/**
 * The id of what is known about an address in a UTC month: SHA-256 of `<ip>|<year>|<month>` in upper-case hex, the month
 * without a leading zero.
 *
 * @param ip as `publicAddress` writes it
 */
export const whoIsId = (ip: string, at: Date): string =>
  createHash('sha256')
    .update(`${ip}|${at.getUTCFullYear()}|${at.getUTCMonth() + 1}`)
    .digest('hex')
    .toUpperCase();
