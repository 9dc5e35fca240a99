import { baseLocale, type Locale } from './locales.ts';
import { tagOf } from './tag.ts';

/** The locale for a language tag: itself, else the default of its language, else English. */
export const localeOf = (text: string): Locale => {
  const { exact, related } = tagOf(text) ?? {};
  return exact ?? related ?? baseLocale;
};
