import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/**
 * The number in E.164, from any usual spelling: `undefined` if it has no country code and no country is given, or if it
 * has the wrong length.
 *
 * @param country the ISO 3166-1 alpha-2 code of the country that a number without country code is of
 */
export const e164 = (text: string, country?: string): string | undefined => {
  const region = country && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const number = parsePhoneNumberFromString(text, { ...(region && { defaultCountry: region }), extract: false });
  if (!number?.isPossible() || number.ext) return undefined;
  return number.number;
};
