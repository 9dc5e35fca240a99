export type { Language } from './language.ts';
export { languageOf } from './language-of.ts';
export { localeOf } from './locale-of.ts';
export { baseLocale, type Locale, locales } from './locales.ts';
export { negotiate } from './negotiate.ts';
