import type { Catalogue } from './catalogue.ts';
import { en } from './languages/en.ts';

/** The languages and regions that messages are written in. */
export const catalogues: Readonly<Record<string, Catalogue>> = { 'en-US': en };

/** The words for a locale: of the same locale, else of its language, else in English of the USA. */
export const catalogueFor = (locale: string): Catalogue => catalogues[localeFor(locale)]!;

/** The locale of `catalogues` that is used for another. */
export const localeFor = (locale: string): string => {
  const [language = '', ...rest] = locale.replaceAll('_', '-').split('-');
  const region = rest.find((part) => /^[A-Za-z]{2}$/.test(part))?.toUpperCase();
  const exact = `${language.toLowerCase()}-${region}`;
  if (Object.hasOwn(catalogues, exact)) return exact;
  return Object.keys(catalogues).find((known) => known.startsWith(`${language.toLowerCase()}-`)) ?? 'en-US';
};

/** BCP 47. */
export const messageLocales: readonly string[] = Object.keys(catalogues);
