import * as z from 'zod';
import { asked } from './asked.ts';
import type { Point, RoutingService } from './way.ts';

const amount = z.number().min(0);
const Route = z.object({
  trip: z.object({
    status: z.literal(0),
    legs: z.array(z.object({ summary: z.object({ length: amount, time: amount }) })),
  }),
});
/** `null`: there is no way. */
const Matrix = z.object({ sources_to_targets: z.array(z.array(z.object({ distance: amount, time: amount }))) });

/** Valhalla's HTTP API (https://valhalla.github.io/valhalla/api). Kilometres and seconds. */
export const valhalla = ({ url, costing = 'auto' }: { readonly url: string; readonly costing?: string }) => {
  const post = <Answer extends z.ZodType>(path: string, shape: Answer, body: object) =>
    asked(`${url}/${path}`, shape, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, costing, units: 'kilometers' }),
    });
  return {
    name: 'valhalla',
    trip: async (points) => {
      const { trip } = await post('route', Route, { locations: points.map(placeOf), directions_type: 'none' });
      return trip.legs.map(({ summary: { length, time } }) => wayOf(length, time));
    },
    matrix: async (from, to) => {
      const body = { sources: from.map(placeOf), targets: to.map(placeOf) };
      const { sources_to_targets } = await post('sources_to_targets', Matrix, body);
      return sources_to_targets.map((row) => row.map(({ distance, time }) => wayOf(distance, time)));
    },
  } satisfies RoutingService;
};

const placeOf = ({ latitude: lat, longitude: lon }: Point) => ({ lat, lon });
const wayOf = (kilometres: number, seconds: number) => ({
  metres: Math.round(kilometres * 1_000),
  seconds: Math.round(seconds),
});
