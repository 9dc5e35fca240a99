import { en } from './en.ts';
import { withWords } from './with-words.ts';

export const enGb = withWords(en, { recognize: 'recognise', 'authenticator app': 'authentication app' });
