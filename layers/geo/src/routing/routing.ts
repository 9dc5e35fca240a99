import { ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import { estimate } from './estimate.ts';
import type { Point, RoutingService, Trip, Way } from './way.ts';

/** After so many failures in a row the service is not asked for that long; then one request tries again. */
const failures = 5;
const restMs = 30_000;

/** Distances and times of travel. Where the service fails, they are estimated: it never throws. */
export const routing = (service: RoutingService = estimate) => {
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) });
  const answered = async <T>(from: (service: RoutingService) => Promise<T>) => {
    try {
      return { found: await breaker.execute(() => from(service)), by: service.name };
    } catch {
      return { found: await from(estimate), by: estimate.name };
    }
  };
  return {
    /** Through these points in this order; of one point, no way at all. */
    trip: async (points: readonly Point[]): Promise<Trip> => {
      if (points.length < 2) return { ...total([]), legs: [], by: estimate.name };
      const { found: legs, by } = await answered(async (service) =>
        complete(await service.trip(points), points.length - 1),
      );
      return { ...total(legs), legs, by };
    },
    matrix: async (from: readonly Point[], to: readonly Point[]) => {
      if (!from.length || !to.length) return { ways: from.map((): Way[] => []), by: estimate.name };
      const { found: ways, by } = await answered(async (service) => {
        const rows = complete(await service.matrix(from, to), from.length);
        return rows.map((row) => complete(row, to.length));
      });
      return { ways, by };
    },
  };
};

/** A service that leaves something out has failed. */
const complete = <T>(found: readonly T[], length: number): readonly T[] => {
  if (found.length !== length) throw new Error('the routing service answered incompletely');
  return found;
};

const total = (legs: readonly Way[]): Way => ({
  metres: legs.reduce((sum, { metres }) => sum + metres, 0),
  seconds: legs.reduce((sum, { seconds }) => sum + seconds, 0),
});
