import { createHash, randomUUID } from 'node:crypto';

/** A random id or, with a seed, an id derived from the seed (UUID version 8, RFC 9562 §5.8). */
export const newId = (seed?: string): string => {
  if (seed === undefined) return randomUUID();
  const bytes = createHash('sha256').update(seed).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex', 0, 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
};

/** The name of an aggregate's id field: `api-key` → `apiKeyId`. */
export const idFieldOf = (aggregate: string): string =>
  `${aggregate.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Id`;

/** A short, stable digest of a value: 128 bits of SHA-256, base64url, 22 characters. */
export const digest = (value: string): string => createHash('sha256').update(value).digest('base64url').slice(0, 22);

/** The SHA-256 of a text in UTF-8, as 64 hexadecimal digits in upper case: an id for content, without collisions. */
export const contentHash = (value: string): string => createHash('sha256').update(value).digest('hex').toUpperCase();
