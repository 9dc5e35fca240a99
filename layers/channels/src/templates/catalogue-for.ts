import type { Catalogue } from './catalogue.ts';
import { de } from './languages/de.ts';
import { en } from './languages/en.ts';
import { enGb } from './languages/en-gb.ts';
import { es } from './languages/es.ts';
import { esMx } from './languages/es-mx.ts';
import { fr } from './languages/fr.ts';
import { frCa } from './languages/fr-ca.ts';
import { it } from './languages/it.ts';
import { ja } from './languages/ja.ts';

/** The languages and regions that messages are written in. The first of a language is used for its other regions. */
const catalogues = {
  'en-US': en,
  'en-CA': en,
  'en-GB': enGb,
  'fr-FR': fr,
  'fr-CA': frCa,
  'es-ES': es,
  'es-MX': esMx,
  'de-DE': de,
  'it-IT': it,
  'ja-JP': ja,
} as const satisfies Readonly<Record<string, Catalogue>>;
type Known = keyof typeof catalogues;

/** The words for a locale: of the same locale, else of its language, else in English of the USA. */
export const catalogueFor = (locale: string): Catalogue => catalogues[localeFor(locale)];

/** The locale whose words are used for another. */
export const localeFor = (locale: string): Known => {
  const [language = '', ...rest] = locale.replaceAll('_', '-').split('-');
  const region = rest.find((part) => /^[A-Za-z]{2}$/.test(part))?.toUpperCase();
  const known = Object.keys(catalogues) as Known[];
  const exact = known.find((it) => it === `${language.toLowerCase()}-${region}`);
  return exact ?? known.find((it) => it.startsWith(`${language.toLowerCase()}-`)) ?? 'en-US';
};

/** BCP 47. */
export const messageLocales: readonly string[] = Object.keys(catalogues);
