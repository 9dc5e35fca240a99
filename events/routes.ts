import { event, Position, resource, z } from '@waybill/kernel';

/** What the routes tell the world: where to go, when, and whether deliveries may use them. Shapes only ever grow. */

export const routeStatuses = ['Planning', 'Active', 'Deactivated'] as const;
export const RouteStatus = z
  .enum(routeStatuses)
  .meta({ id: 'RouteStatus', description: 'Whether a route is being planned, open to deliveries, or closed.' });
export type RouteStatus = z.infer<typeof RouteStatus>;

/** A place to pass, in order, at a time. */
export const Checkpoint = z.object({
  sequence: z.number().int().describe('Its place on the route; numbers grow, and may leave gaps.'),
  location: z.string().describe('Where it is, for people.'),
  expectedAt: z.iso.datetime().describe('When the driver is expected there.'),
  position: Position.optional(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** The use of a route: any number of live deliveries at a time. */
export const routeUse = resource('routes', 'route', { exclusive: false });

export const RouteCreated = event('RouteCreated', {
  name: z.string().optional(),
  origin: z.string(),
  destination: z.string(),
  scheduledStart: z.iso.datetime(),
  /** As planned by hand; checkpoints may make it later. */
  scheduledEnd: z.iso.datetime().optional(),
});
/** Without a name: it has none any more. */
export const RouteRenamed = event('RouteRenamed', { name: z.string().optional() });
export const RouteRedirected = event('RouteRedirected', { origin: z.string(), destination: z.string() });
/** Without an end: the last checkpoint says when it ends. */
export const RouteRescheduled = event('RouteRescheduled', {
  scheduledStart: z.iso.datetime(),
  scheduledEnd: z.iso.datetime().optional(),
});
export const CheckpointAdded = event('CheckpointAdded', { checkpoint: Checkpoint });
export const CheckpointChanged = event('CheckpointChanged', { checkpoint: Checkpoint });
export const CheckpointRemoved = event('CheckpointRemoved', { sequence: z.number().int() });
/** The whole list, laid out anew. */
export const CheckpointsPlanned = event('CheckpointsPlanned', { checkpoints: z.array(Checkpoint) });
export const RouteStatusChanged = event('RouteStatusChanged', { from: RouteStatus, to: RouteStatus });
