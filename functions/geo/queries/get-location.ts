import { query, versioned, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { locationIdField } from '#events/references';
import { existing, location } from '../location/location.ts';
import { LocationAnswer, locationAnswer } from '../location/location-answer.ts';

export const getLocation = query({
  summary: 'Get a location',
  description: 'A place, by the id that its registration returned.',
  route: 'GET /geo/locations/{locationId}',
  role: 'auditor',
  of: 'location',
  input: z.strictObject({ locationId: locationIdField().describe('The location.') }),
  example: { locationId: exampleIds.location },
  output: versioned(LocationAnswer),
  reads: { locations: location },

  answer: async ({ locationId }, { locations }) => {
    const found = await locations.versioned(locationId);
    const known = existing(found?.state);
    return known && { ...locationAnswer(locationId, known), version: found!.version };
  },
});
