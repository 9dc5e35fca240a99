import { essence } from './essence.ts';

/** A name as it is sorted and compared: in any case, and however it is encoded. */
export const folded = (text: string) => text.normalize('NFKC').toLowerCase();

/** Whether a name begins like that. */
export const nameBegins = (start: string, name: string): boolean => folded(name).startsWith(folded(start));

/** Whether an identifier begins like that, however it is spelt. */
export const identifierBegins = (start: string, identifier: string): boolean =>
  essence(start) !== '' && essence(identifier).startsWith(essence(start));

/** The range of all that begins like that, in an index that is sorted by it. */
export const beginningWith = (prefix: string) => ({ from: prefix, to: `${prefix}\u{10ffff}` });
