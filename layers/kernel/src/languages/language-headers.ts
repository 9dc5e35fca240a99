import type { Language } from '@waybill/languages';

/** For responses with texts for people (RFC 9110 §8.5 and §12.5.5). Other responses are the same in every language. */
export const languageHeaders = ({ locale }: Pick<Language, 'locale'>) => ({
  'content-language': locale,
  vary: 'Accept-Language, X-Locale',
});
