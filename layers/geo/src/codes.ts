import data from './data/codes.json' with { type: 'json' };

/** Codes separated by spaces; those of subdivisions by country, those of locales by language. */
const { countries, subdivisions, locales } = data as {
  readonly countries: string;
  readonly subdivisions: Readonly<Record<string, string>>;
  readonly locales: Readonly<Record<string, string>>;
};
const has = (codes: string, code: string): boolean => codes.split(' ').includes(code);

/** Whether it is the ISO 3166-1 alpha-2 code of a country. */
export const isCountry = (code: string): boolean => has(countries, code);

/** Whether it is an ISO 3166-2 code. */
export const isSubdivision = (code: string): boolean => {
  const [country = '', short = '', ...rest] = code.split('-');
  if (rest.length || !short || !Object.hasOwn(subdivisions, country)) return false;
  return has(subdivisions[country]!, short);
};

/** The country of an ISO 3166-2 code. */
export const countryOf = (subdivision: string): string => subdivision.slice(0, 2);

/** The tag in its usual spelling, `de-AT`, if it is a locale of the reference data in any case of letters. */
export const localeNamed = (tag: string): string | undefined => {
  const [language = '', country = '', ...rest] = tag.split('-');
  const [small, large] = [language.toLowerCase(), country.toUpperCase()];
  if (rest.length || !Object.hasOwn(locales, small) || !has(locales[small]!, large)) return undefined;
  return `${small}-${large}`;
};
