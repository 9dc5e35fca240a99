import { countryOf, isCountry, isSubdivision } from '@waybill/geo/codes';
import { optionalText, text, z } from '@waybill/kernel';
import type { Coordinates, StreetAddress } from '#events/geo';
import { rounded } from './rounded.ts';

/** The content of a location: cleaned, with codes in upper case. */
export interface Place {
  readonly coordinates?: Coordinates | undefined;
  readonly address?: StreetAddress | undefined;
  readonly city?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly subdivisionCode?: string | undefined;
  readonly countryCode?: string | undefined;
}

const degrees = (most: number) => z.number().min(-most).max(most).transform(rounded);

const CoordinatesInput = z
  .strictObject({
    latitude: degrees(90).describe('Degrees north of the equator; negative south of it.'),
    longitude: degrees(180).describe('Degrees east of Greenwich; negative west of it.'),
  })
  .meta({ id: 'CoordinatesInput', description: 'WGS 84, in decimal degrees; rounded to 5 decimals, ties to even.' });

const StreetAddressInput = z
  .strictObject({
    line1: text(255).describe('The first line: street and number.'),
    line2: optionalText(255).describe('The second line.'),
    line3: optionalText(255).describe('The third line; only with a second.'),
  })
  .refine(({ line2, line3 }) => !line3 || line2, { path: ['line2'], error: 'is needed if there is a line3' })
  .meta({ id: 'StreetAddressInput', description: 'The lines of a postal address, without city and postal code.' });

/** A code of a standard, in upper case; a blank one counts as absent. */
const code = (max: number, isKnown: (code: string) => boolean, like: string) =>
  optionalText(max)
    .transform((value) => value?.toUpperCase())
    .refine((value) => value === undefined || isKnown(value), `must be a known code, like ${like}`);

/** The fields of a place in a request. None of them is required. */
export const placeFields = {
  coordinates: CoordinatesInput.optional(),
  address: StreetAddressInput.optional(),
  city: optionalText(255).describe('The city.'),
  postalCode: optionalText(16)
    .transform((value) => value?.toUpperCase())
    .describe('The postal code.'),
  subdivisionCode: code(6, isSubdivision, 'AT-9').describe('The subdivision: ISO 3166-2.'),
  countryCode: code(2, isCountry, 'AT').describe('The country: ISO 3166-1 alpha-2.'),
};

/** Whether the subdivision, if both are given, is one of the country. */
export const isOneCountry = ({ subdivisionCode, countryCode }: Place): boolean =>
  !subdivisionCode || !countryCode || countryOf(subdivisionCode) === countryCode;

export const notOneCountry = { path: ['subdivisionCode'], error: 'must be a subdivision of the country' };

/** A place inside another request. */
export const PlaceInput = z
  .strictObject(placeFields)
  .refine(isOneCountry, notOneCountry)
  .meta({ id: 'LocationInput', description: 'A place. The same place in any spelling is the same location.' });
