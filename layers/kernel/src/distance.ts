import haversine from 'haversine-distance';
import type { Position } from './fields.ts';

/**
 * The length in metres of the way through these points, each leg a great circle (haversine, mean Earth radius 6 371 008
 * m).
 */
export const distanceInMetres = (points: readonly Position[]): number =>
  points.slice(1).reduce((sum, point, i) => sum + haversine(points[i]!, point), 0);
