import { createHash } from 'node:crypto';

/** Distinguishes browsers: hex SHA-256 of `User-Agent|Accept`. Header names are in lower case. */
export const fingerprint = (headers: Readonly<Record<string, string | undefined>> | null): string =>
  createHash('sha256')
    .update(`${headers?.['user-agent'] ?? ''}|${headers?.accept ?? ''}`)
    .digest('hex');
