import { randomInt } from 'node:crypto';
import { adjectives, animals } from 'unique-names-generator';

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
const oneOf = (words: readonly string[]) => capital(words[randomInt(words.length)]!.replace(/[^a-z]/gi, ''));

/** A random username such as `QuickOtter417`, one of 425 million; 3 to 30 letters and digits. */
export const someUsername = (): string => `${oneOf(adjectives)}${oneOf(animals)}${randomInt(1, 1000)}`.slice(-30);
