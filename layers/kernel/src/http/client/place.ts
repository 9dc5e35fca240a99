/** Where an address is, as far as it is known. */
export interface Place {
  /** ISO 3166-1 alpha-2, in capital letters. */
  readonly country?: string | undefined;
  /** Its name, without the country: cities of the same name exist in many countries. */
  readonly city?: string | undefined;
}

/**
 * What is known about an address now. It answers at once, from what was looked up before: a place is a hint, and no
 * request waits for it.
 */
export type PlaceOf = (ip: string) => Place | undefined;

/** `Leeds, GB` or `GB`, for people. */
export const placeName = ({ country, city }: Place): string | undefined =>
  country && (city ? `${city}, ${country}` : country);
