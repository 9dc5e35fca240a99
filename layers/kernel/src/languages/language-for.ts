import { type Language, languageOf, negotiate } from '@waybill/languages';

/**
 * The language of a response, by the headers of its request. Only texts of problems depend on it; it is loaded when a
 * response has one.
 */
export const languageFor = (header: (name: string) => string | undefined): Promise<Language> =>
  languageOf(negotiate(header));
