import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** So many random bytes, as text that fits into links and headers (base64url). */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** SHA-256, base64url: enough for what is random already, and for nothing that people choose. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Whether it is the secret of that hash, in a time that does not tell how near it came. */
export const isSecretOf = (hash: string, secret: string): boolean => {
  const [a, b] = [Buffer.from(hash), Buffer.from(hashOf(secret))];
  return a.length === b.length && timingSafeEqual(a, b);
};
