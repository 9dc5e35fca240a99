import { fr } from './fr.ts';
import { withWords } from './with-words.ts';

export const frCa = withWords(fr, { 'adresse e-mail': 'adresse courriel', Intempéries: 'Mauvais temps' });
