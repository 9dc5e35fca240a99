import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Random bytes as text for links and headers (base64url). */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** SHA-256, base64url: for random secrets only, not for passwords. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Whether the secret has that hash, compared in constant time. */
export const isSecretOf = (hash: string, secret: string): boolean => {
  const [a, b] = [Buffer.from(hash), Buffer.from(hashOf(secret))];
  return a.length === b.length && timingSafeEqual(a, b);
};
