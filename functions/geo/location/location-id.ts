import { contentHash } from '@waybill/kernel';
import type { Place } from './place.ts';

/**
 * Case does not matter, nor how a letter with an accent is encoded. Lower case as Unicode defines it for all languages:
 * `İ` becomes `i` with a dot above. A separator inside a part is escaped: two places never have the same text.
 */
const folded = (part = ''): string => part.toLowerCase().normalize('NFC').replace(/[\\|]/g, '\\$&');

/** What the id of a location is the hash of: `lat|lon|line1|line2|line3|city|postal code|subdivision|country`. */
export const normalizedPlace = ({
  coordinates,
  address,
  city,
  postalCode,
  subdivisionCode,
  countryCode,
}: Place): string => {
  const degrees = [coordinates?.latitude, coordinates?.longitude].map((value) => value?.toFixed(5));
  const lines = [address?.line1, address?.line2, address?.line3];
  return [...degrees, ...lines, city, postalCode, subdivisionCode, countryCode].map((part) => folded(part)).join('|');
};

/** The same place has the same id. */
export const locationIdOf = (place: Place): string => contentHash(normalizedPlace(place));
