import { type Locale, locales } from './locales.ts';

/** A BCP 47 language tag that a client has sent. */
export interface Tag {
  /** The locale with this very tag. A tag without a region or script, such as `de`, is the default of its language. */
  readonly exact: Locale | undefined;
  /** The default of its language. */
  readonly related: Locale | undefined;
}

/** The longest tag that is read; real ones have at most 35 characters (RFC 5646 §4.4.1). */
const longest = 100;

/** The tag with the letter case and the subtags of the standard, without extensions; `undefined` for malformed text. */
export const tagOf = (text: string): Tag | undefined => {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > longest) return undefined;
  try {
    const { language, baseName } = new Intl.Locale(trimmed);
    const related = locales.find((locale) => locale.startsWith(`${language}-`));
    return { exact: baseName === language ? related : locales.find((locale) => locale === baseName), related };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
