import { createHash } from 'node:crypto';

/** An idempotency key in characters that every provider accepts: SHA-256, base64url. */
export const digest = (key: string): string => createHash('sha256').update(key).digest('base64url');
