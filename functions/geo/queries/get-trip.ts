import { query, z } from '@waybill/kernel';
import { points } from '../routing/points.ts';
import { routingBy, routingService } from '../routing/service.ts';

const metres = z.int().min(0).describe('The length by road, in metres.');
const seconds = z.int().min(0).describe('The time of travel, in seconds, without stops.');

export const getTrip = query({
  summary: 'Get the length and time of a trip',
  description:
    'How far it is by road through these positions, and how long it takes: from the routing service of the stage, else estimated from great circles.',
  route: 'GET /geo/trip',
  role: 'auditor',
  input: z.strictObject({
    points: points().describe(
      '2 to 25 positions in order: latitude and longitude in degrees, separated by semicolons.',
    ),
  }),
  example: { points: '48.2084,16.3731;47.0707,15.4395' },
  output: z
    .object({
      metres,
      seconds,
      legs: z
        .array(z.object({ metres, seconds }).meta({ id: 'TripLeg', description: 'From one position to the next.' }))
        .describe('From each position to the next.'),
      by: z.enum(['estimate', 'osrm', 'valhalla']).describe('What has computed it.'),
    })
    .meta({ id: 'Trip', description: 'The length and time of a trip.' }),
  reads: { routingService },

  answer: async ({ points }, { routingService }) => {
    const trip = await routingBy(await routingService()).trip(points);
    return { ...trip, legs: [...trip.legs] };
  },
});
