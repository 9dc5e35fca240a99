import { z } from '@waybill/kernel';
import { Coordinates, StreetAddress } from '#events/geo';
import type { Location } from './location.ts';

/** A location, as clients see it. */
export const LocationAnswer = z
  .object({
    locationId: z.string().describe('The location: the SHA-256 of its normalized content.'),
    coordinates: Coordinates.nullable().describe('Where it is, if known.'),
    address: StreetAddress.nullable().describe('The lines of the address, if known.'),
    city: z.string().nullable().describe('The city.'),
    postalCode: z.string().nullable().describe('The postal code.'),
    subdivisionCode: z.string().nullable().describe('The subdivision: ISO 3166-2.'),
    countryCode: z.string().nullable().describe('The country: ISO 3166-1 alpha-2.'),
    registeredAt: z.iso.datetime().describe('When it was registered.'),
  })
  .meta({ id: 'Location', description: 'A place, which never changes.' });

export const locationAnswer = (
  locationId: string,
  { place, registeredAt }: Location,
): z.infer<typeof LocationAnswer> => ({
  locationId,
  coordinates: place.coordinates ?? null,
  address: place.address ?? null,
  city: place.city ?? null,
  postalCode: place.postalCode ?? null,
  subdivisionCode: place.subdivisionCode ?? null,
  countryCode: place.countryCode ?? null,
  registeredAt,
});
