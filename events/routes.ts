import { event, id, Position, resource, z } from '@waybill/kernel';
import { LocationId } from './geo.ts';

/**
 * Events of the routes context: checkpoints, times, and whether deliveries may use a route. Fields are only ever added.
 */

export const routeStatuses = ['Planning', 'Active', 'Deactivated'] as const;
export const RouteStatus = z
  .enum(routeStatuses)
  .meta({ id: 'RouteStatus', description: 'Whether a route is in planning, open to deliveries, or closed.' });
export type RouteStatus = z.infer<typeof RouteStatus>;

/** A place to pass, in order, at a planned time. */
export const Checkpoint = z.object({
  sequence: z.number().int().describe('Its position on the route. Positions increase and may have gaps.'),
  location: z.string().describe('The place, as text for people.'),
  expectedAt: z.iso.datetime().describe('When the driver is expected there.'),
  position: Position.optional(),
  locationId: LocationId.optional().describe('The registered location, if it is one.'),
  contactId: id().optional().describe('The contact at that place, if there is one.'),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** The use of a route: any number of live deliveries at a time. */
export const routeUse = resource('routes', 'route', { exclusive: false });

export const RouteCreated = event('RouteCreated', {
  name: z.string().optional(),
  origin: z.string(),
  destination: z.string(),
  scheduledStart: z.iso.datetime(),
  /** As planned by a user; checkpoints may make it later. */
  scheduledEnd: z.iso.datetime().optional(),
});
/** Without `name`, the name was removed. */
export const RouteRenamed = event('RouteRenamed', { name: z.string().optional() });
export const RouteRedirected = event('RouteRedirected', { origin: z.string(), destination: z.string() });
/** Without an end, the last checkpoint defines when the route ends. */
export const RouteRescheduled = event('RouteRescheduled', {
  scheduledStart: z.iso.datetime(),
  scheduledEnd: z.iso.datetime().optional(),
});
export const CheckpointAdded = event('CheckpointAdded', { checkpoint: Checkpoint });
export const CheckpointChanged = event('CheckpointChanged', { checkpoint: Checkpoint });
export const CheckpointRemoved = event('CheckpointRemoved', { sequence: z.number().int() });
/** The complete new list of checkpoints. */
export const CheckpointsPlanned = event('CheckpointsPlanned', { checkpoints: z.array(Checkpoint) });
export const RouteStatusChanged = event('RouteStatusChanged', { from: RouteStatus, to: RouteStatus });
