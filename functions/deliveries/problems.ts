import { notFound, problem, z } from '@waybill/kernel';
import { DeliveryStatus } from '#events/deliveries';
import { RouteStatus } from '#events/routes';

/** The problems of this context. */

const current = { current: DeliveryStatus.describe('The delivery’s status.') };
const window = z.object({
  from: z.iso.datetime().describe('When it begins.'),
  to: z.iso.datetime().describe('When it ends.'),
});

export const routeNotFound = notFound('route');
export const driverNotFound = notFound('driver');
export const vehicleNotFound = notFound('vehicle');
export const incidentNotFound = notFound('incident');
export const checkpointNotFound = problem(
  'checkpoint-not-found',
  404,
  'The route has no checkpoint with this sequence.',
  {
    sequence: z.int().describe('The requested sequence.'),
  },
);

export const routeNotActive = problem('route-not-active', 409, 'Deliveries start on active routes only.', {
  routeId: z.guid().optional().describe('The route.'),
  current: RouteStatus.describe('The route’s status.'),
});
export const driverUnavailable = problem('driver-unavailable', 409, 'The driver is not available, or retired.', {
  driverId: z.guid().optional().describe('The driver.'),
});
export const vehicleUnavailable = problem('vehicle-unavailable', 409, 'The vehicle is not available, or retired.', {
  vehicleId: z.guid().optional().describe('The vehicle.'),
});
export const windowOutsideRoute = problem(
  'window-outside-route',
  409,
  'The window promised to the customer neither overlaps nor touches the schedule of the route.',
  { promised: window.describe('The promised window.'), route: window.describe('The schedule of the route.') },
);

export const useCancellation = problem(
  'use-cancellation',
  409,
  'Use `POST /deliveries/{deliveryId}/cancellation` to cancel a delivery. It records who requested it and why.',
);

export const deliveryOver = problem('delivery-over', 409, 'The delivery is delivered, failed or cancelled.', current);
export const deliveryNotOver = problem(
  'delivery-not-over',
  409,
  'A summary is available once the delivery is over.',
  current,
);
export const deliveryUnderWay = problem(
  'delivery-under-way',
  409,
  'The delivery has set out. Hand it over to another driver or vehicle instead.',
  current,
);
export const transitionNotAllowed = problem(
  'transition-not-allowed',
  409,
  'A delivery does not change from this status to that one.',
  {
    from: DeliveryStatus.describe('The current status.'),
    to: DeliveryStatus.describe('The requested status.'),
    allowed: z.array(DeliveryStatus).describe('The allowed next statuses.'),
  },
);
export const driverAndVehicleNeeded = problem(
  'driver-and-vehicle-needed',
  409,
  'A delivery needs a driver and a vehicle to set out.',
  { missing: z.array(z.enum(['driver', 'vehicle'])).describe('What is missing.') },
);
export const checkpointsMissing = problem(
  'checkpoints-missing',
  409,
  'A delivery becomes `OutForDelivery` only when every checkpoint of its route is reached.',
  { missing: z.array(z.int()).describe('The sequences of the checkpoints not reached yet.') },
);
export const proofNeeded = problem('proof-needed', 409, 'Only the proof of delivery makes a delivery `Delivered`.');
export const notOutForDelivery = problem(
  'not-out-for-delivery',
  409,
  'Proof can be captured only while the delivery is out for delivery.',
  current,
);
export const notInTransit = problem(
  'not-in-transit',
  409,
  'Checkpoints can be reached only while the delivery is in transit.',
  current,
);
export const checkpointOutOfOrder = problem(
  'checkpoint-out-of-order',
  409,
  'The checkpoints of a route must be reached in order.',
  { expected: z.int().optional().describe('The sequence of the next checkpoint.') },
);
export const notYourDelivery = problem(
  'not-your-delivery',
  403,
  'A driver (role `agent`) can act only on deliveries that are assigned to them.',
);
