import { distanceInMetres } from '@waybill/kernel/distance';
import type { Point, RoutingService, Way } from './way.ts';

/**
 * Average speed by the length of a leg in metres, in kilometres per hour, with stops and turns: short legs are driven in
 * towns, long ones on motorways. Chosen, not measured: a routing service knows better.
 */
const profile: readonly { readonly upTo: number; readonly kmh: number }[] = [
  { upTo: 5_000, kmh: 25 },
  { upTo: 20_000, kmh: 45 },
  { upTo: 100_000, kmh: 70 },
  { upTo: Number.POSITIVE_INFINITY, kmh: 85 },
];

/** Roads are longer than the great circle: by 1.2 to 1.5 in most countries (circuity; Ballou, Rahardja, Sakai 2002). */
const detour = 1.3;

/**
 * The length of a leg on roads, and its time. Each part of the leg is driven at the speed of its range, so that a longer
 * leg never takes less time than a shorter one.
 */
export const estimatedWay = (from: Point, to: Point): Way => {
  const metres = distanceInMetres([from, to]) * detour;
  let [seconds, begun] = [0, 0];
  for (const { upTo, kmh } of profile) {
    const part = Math.max(0, Math.min(metres, upTo) - begun);
    seconds += part / (kmh / 3.6);
    begun = upTo;
  }
  return { metres: Math.round(metres), seconds: Math.round(seconds) };
};

/** Needs no service, and always answers. */
export const estimate: RoutingService = {
  name: 'estimate',
  trip: async (points) => points.slice(1).map((point, i) => estimatedWay(points[i]!, point)),
  matrix: async (from, to) => from.map((start) => to.map((end) => estimatedWay(start, end))),
};
