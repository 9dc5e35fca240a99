import * as z from 'zod';
import { asked } from './asked.ts';
import type { Point, RoutingService } from './way.ts';

const amount = z.number().min(0);
const Route = z.object({
  code: z.literal('Ok'),
  routes: z.array(z.object({ legs: z.array(z.object({ distance: amount, duration: amount })) })).min(1),
});
/** `null`: there is no way. */
const Cells = z.array(z.array(amount));
const Table = z.object({ code: z.literal('Ok'), distances: Cells, durations: Cells });

/** OSRM's HTTP API, version 5 (https://project-osrm.org/docs/v5.24.0/api). Metres and seconds. */
export const osrm = ({ url, profile = 'driving' }: { readonly url: string; readonly profile?: string }) =>
  ({
    name: 'osrm',
    trip: async (points) => {
      const { routes } = await asked(`${url}/route/v1/${profile}/${pathOf(points)}?overview=false`, Route);
      return routes[0]!.legs.map(({ distance, duration }) => wayOf(distance, duration));
    },
    matrix: async (from, to) => {
      const places = pathOf([...from, ...to]);
      const range = (start: number, { length }: readonly Point[]) =>
        Array.from({ length }, (_, i) => start + i).join(';');
      const query = `sources=${range(0, from)}&destinations=${range(from.length, to)}&annotations=duration,distance`;
      const { distances, durations } = await asked(`${url}/table/v1/${profile}/${places}?${query}`, Table);
      return distances.map((row, i) => row.map((distance, j) => wayOf(distance, durations[i]![j]!)));
    },
  }) satisfies RoutingService;

/** Longitude first. */
const pathOf = (points: readonly Point[]) =>
  points.map(({ latitude, longitude }) => `${longitude},${latitude}`).join(';');

const wayOf = (distance: number, duration: number) => ({
  metres: Math.round(distance),
  seconds: Math.round(duration),
});
