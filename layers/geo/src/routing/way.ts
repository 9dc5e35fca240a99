/** WGS 84, decimal degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** From one point to another. */
export interface Way {
  readonly metres: number;
  readonly seconds: number;
}

/** A way through several points, with its legs. */
export interface Trip extends Way {
  readonly legs: readonly Way[];
  /** What computed it: a routing service that fails is replaced by the estimate. */
  readonly by: 'estimate' | 'osrm' | 'valhalla';
}

/** Distances and times of travel by road. It throws when there is no answer: a service may not know a way to an island. */
export interface RoutingService {
  readonly name: Trip['by'];
  /** Through at least two points, in this order. */
  trip(points: readonly Point[]): Promise<readonly Way[]>;
  /** From each point (rows) to each point (columns). */
  matrix(from: readonly Point[], to: readonly Point[]): Promise<readonly (readonly Way[])[]>;
}
