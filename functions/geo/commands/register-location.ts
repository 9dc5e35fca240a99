import { command, z } from '@waybill/kernel';
import { LocationId, LocationRegistered, LocationRenewed } from '#events/geo';
import { location } from '../location/location.ts';
import { keepCheck, locationChecks, needsRenewal } from '../location/location-checks.ts';
import { locationIdOf } from '../location/location-id.ts';
import { isOneCountry, notOneCountry, placeFields } from '../location/place.ts';

export const registerLocation = command({
  summary: 'Register a location',
  description:
    'The same place in any spelling has the same `locationId`: 201 the first time, then 200. A location that nothing refers to is removed after a day.',
  route: 'POST /geo/locations',
  role: 'agent',
  input: z.strictObject(placeFields).refine(isOneCountry, notOneCountry),
  example: {
    coordinates: { latitude: 48.20849, longitude: 16.37208 },
    address: { line1: 'Stephansplatz 3' },
    city: 'Wien',
    postalCode: '1010',
    subdivisionCode: 'AT-9',
    countryCode: 'AT',
  },
  on: location,
  about: locationIdOf,
  idSchema: LocationId,
  writes: { locationChecks },

  begin: (place, _, { id, now, caller }) => [LocationRegistered(place), keepCheck(caller.orgId, id, now)],
  decide: ({ removed, kept, since }, place, _, { id, now, caller }) => {
    if (removed) return [LocationRegistered(place), keepCheck(caller.orgId, id, now)];
    return !kept && needsRenewal(since, now) ? LocationRenewed({}) : [];
  },
});
