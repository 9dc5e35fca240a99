import { normalizedIdentifier } from './normalized-identifier.ts';

/** The normalized form of a name for sorting and comparison: case and Unicode normalization do not matter. */
export const folded = (text: string) => text.normalize('NFKC').toLowerCase();

/** Whether a name begins with the text. */
export const nameBegins = (start: string, name: string): boolean => folded(name).startsWith(folded(start));

/** Whether an identifier begins with the text, in any spelling. */
export const identifierBegins = (start: string, identifier: string): boolean =>
  normalizedIdentifier(start) !== '' && normalizedIdentifier(identifier).startsWith(normalizedIdentifier(start));

/** The range of all values with this prefix, in an index sorted by them. */
export const beginningWith = (prefix: string) => ({ from: prefix, to: `${prefix}\u{10ffff}` });
