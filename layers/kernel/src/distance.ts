import haversine from 'haversine-distance';
import type { Position } from './fields.ts';

/** Half of the equator, in metres. */
const farthest = Math.PI * 6_378_137;

/**
 * The length in metres of the way through these points, each leg a great circle (haversine, with the radius of the
 * equator in WGS 84, 6 378 137 m).
 */
export const distanceInMetres = (points: readonly Position[]): number =>
  points.slice(1).reduce((sum, point, i) => sum + legInMetres(points[i]!, point), 0);

/** The library takes the root of a negative number where rounding puts antipodes a little farther apart than they can be. */
const legInMetres = (from: Position, to: Position): number => {
  const metres = haversine(from, to);
  return Number.isNaN(metres) ? farthest : metres;
};
