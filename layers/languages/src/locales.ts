/** The languages in which Waybill answers. The first is that of the code; the first of a language is its default. */
export const locales = [
  'en-US',
  'en-CA',
  'en-GB',
  'fr-FR',
  'fr-CA',
  'es-ES',
  'es-MX',
  'de-DE',
  'it-IT',
  'ja-JP',
] as const;

export type Locale = (typeof locales)[number];

/** For clients that name no language, or none that is supported. */
export const baseLocale: Locale = locales[0];
