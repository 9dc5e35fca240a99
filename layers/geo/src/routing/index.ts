export { routing } from './routing.ts';
export { serviceFrom } from './service-from.ts';
export type { Point, Trip, Way } from './way.ts';
