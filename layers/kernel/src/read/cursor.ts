import { createHmac, timingSafeEqual } from 'node:crypto';
import { parameter } from '../access/declared/parameter.ts';
import { invalid } from '../http/input.ts';
import type { Platform } from '../platform.ts';
import { requiredParameter } from '../problems/required-parameter.ts';

/**
 * Cursors of paged responses: a position and its HMAC-SHA-256 (truncated to 128 bits) under a key of the stage. The
 * HMAC also covers the question, which names the organization, the list and all filters, so a cursor is valid for the
 * same question only.
 */
export interface Cursors {
  /** The cursor for a position in the result of a question. */
  encode(position: string, question: string): Promise<string>;
  /** The position in a cursor. Throws 400 naming `cursor` when it was not created by Waybill for this question. */
  decode(cursor: string, question: string): Promise<string>;
}

/** The key of cursors, for every function with paged responses. */
export const cursorKey = parameter('cursor-key', { secret: true, once: true });

const sealBytes = 16;
/** An HMAC that does not match may be of a newer key than the cached one: the key is read again, at most this often. */
const keyRestMs = 60_000;

/** Reads the key when a cursor first needs it, and caches it. */
export const cursorsOf = (platform: Pick<Platform, 'parameters' | 'stage' | 'clock'>): Cursors => {
  let known: { readonly key: Promise<string>; readonly readAt: number } | undefined;
  const now = () => platform.clock().getTime();
  const read = () => {
    const key = requiredParameter(platform, cursorKey.name);
    const reading = { key, readAt: now() };
    known = reading;
    key.catch(() => {
      if (known === reading) known = undefined;
    });
    return key;
  };
  const key = () => known?.key ?? read();
  const isRested = () => !known || now() - known.readAt >= keyRestMs;

  return {
    encode: async (position, question) => {
      const bytes = Buffer.from(position);
      return Buffer.concat([sealOf(await key(), bytes, question), bytes]).toString('base64url');
    },
    decode: async (cursor, question) => {
      const bytes = Buffer.from(cursor, 'base64url');
      const [given, position] = [bytes.subarray(0, sealBytes), bytes.subarray(sealBytes)];
      const fits = (key: string) => timingSafeEqual(given, sealOf(key, position, question));
      const isWhole = given.length === sealBytes && bytes.toString('base64url') === cursor;
      if (isWhole && (fits(await key()) || (isRested() && fits(await read())))) return position.toString();
      throw invalid([{ path: 'cursor', message: 'does not belong to this question' }]);
    },
  };
};

const sealOf = (key: string, position: Buffer, question: string): Buffer =>
  createHmac('sha256', key)
    // JSON contains no line break, so the end of the question is unambiguous.
    .update(`${JSON.stringify(question)}\n`)
    .update(position)
    .digest()
    .subarray(0, sealBytes);
