import { invalid } from './edge/input.ts';
import { digest } from './ids.ts';

/** A cursor is a position and a seal: changed, or taken to another question or another organisation, it does not open. */
export const sealed = (position: string, question: string) =>
  Buffer.from(`${digest(`${question} ${position}`)}${position}`).toString('base64url');

/** The position in a cursor. Throws 400 naming `cursor`. */
export const opened = (cursor: string, question: string): string => {
  const text = Buffer.from(cursor, 'base64url').toString();
  const position = text.slice(22);
  if (sealed(position, question) === cursor) return position;
  throw invalid([{ path: 'cursor', message: 'does not belong to this question' }]);
};
