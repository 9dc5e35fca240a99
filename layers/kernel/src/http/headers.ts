import { newId } from '../ids.ts';
import { invalid } from './input.ts';

/** Identifies repetitions of the same request; without one, every request is new. */
export const idempotencyKey = (header: string | undefined): string => {
  if (header === undefined) return newId();
  if (/^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw invalid([{ path: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]);
};

/** The version in `If-Match`; `*` matches any version. */
export const expectedVersion = (header: string | undefined): number | undefined => {
  if (header === undefined || header === '*') return undefined;
  const [, version] = /^"(\d{1,10})(-[\w-]{22})?"$/.exec(header.trim()) ?? [];
  if (version !== undefined) return Number(version);
  throw invalid([{ path: 'If-Match', message: 'must be an ETag from a response, such as "3"' }]);
};
