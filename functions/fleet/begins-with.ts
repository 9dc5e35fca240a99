import { essence } from './essence.ts';

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

/** Whether a name begins like that, in any case, or an identifier does, however it is spelt. */
export const beginsWith = (start: string, { name, identifier }: { name: string; identifier: string }): boolean =>
  folded(name).startsWith(folded(start)) || (essence(start) !== '' && essence(identifier).startsWith(essence(start)));
