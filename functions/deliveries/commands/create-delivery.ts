import { claim, command, id, optionalText, resourceBooked, taken, time, type Window, z } from '@waybill/kernel';
import { DeliveryCreated, Priority } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { driverTime, vehicleTime } from '#events/fleet';
import {
  type References,
  referenceFields,
  referenceReads,
  referencesUnknown,
  unknownReference,
} from '#events/references';
import { routeUse } from '#events/routes';
import { bookAll } from '../crew/bookings.ts';
import { driverUnfit, routeUnfit, unfit, vehicleUnfit } from '../crew/fitness.ts';
import { delivery } from '../delivery.ts';
import { driver, policy, route, vehicle } from '../external-aggregates.ts';
import { planOf } from '../plan/plan-of.ts';
import { windowOf } from '../plan/window-of.ts';
import { windowOutsideRoute } from '../problems.ts';
import { references } from '../references.ts';

export const createDelivery = command({
  summary: 'Create a delivery',
  description:
    'Starts a delivery on an active route. A driver and a vehicle may be assigned at once. They are then booked for the time of the route.',
  route: 'POST /deliveries',
  role: 'officer',
  input: z.strictObject({
    routeId: id().describe('The route, which must be active.'),
    driverId: id().optional().describe('The driver, if there is one yet.'),
    vehicleId: id().optional().describe('The vehicle, if there is one yet.'),
    reference: optionalText(64).describe('Your own reference number, unique in the organization.'),
    priority: Priority.default('Normal').meta({ default: 'Normal', description: 'The priority.' }),
    customerId: id().optional().describe('The customer.'),
    ...referenceFields,
    promised: z
      .strictObject({
        from: time().describe('The start of the window.'),
        to: time().describe('The end of the window: after `from`.'),
      })
      .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be after from' })
      .optional()
      .describe('The window promised to the customer. It must overlap or touch the schedule of the route.'),
    notes: optionalText(1000).describe('Notes for the driver.'),
  }),
  example: { routeId: exampleIds.activeRoute, reference: 'ORDER-4711', priority: 'High', notes: 'Ring twice.' },
  on: delivery,
  refuses: [
    ...routeUnfit,
    ...driverUnfit,
    ...vehicleUnfit,
    windowOutsideRoute,
    resourceBooked,
    taken('reference'),
    ...referencesUnknown,
  ],
  reads: {
    route: { of: route, id: ({ routeId }) => routeId },
    driver: { of: driver, id: ({ driverId }) => driverId },
    vehicle: { of: vehicle, id: ({ vehicleId }) => vehicleId },
    policy: { of: policy, id: (_, { caller: { orgId } }) => orgId, consistency: 'eventual' },
    ...referenceReads((delivery: References) => [delivery]),
  },
  writes: { driverTime, vehicleTime, routeUse, references },

  begin: ({ routeId, driverId, vehicleId, ...rest }, reads, { caller }) => {
    const no = unfit({ routeId, driverId, vehicleId }, reads) ?? unknownReference([rest], reads, caller);
    if (no) return no;
    const plan = planOf(routeId, reads.route!);
    if (rest.promised && !touches(rest.promised, windowOf(plan)))
      return windowOutsideRoute({ promised: rest.promised, route: windowOf(plan) });
    return [
      DeliveryCreated({
        ...rest,
        route: plan,
        driverId,
        driverName: reads.driver?.name,
        vehicleId,
        registration: reads.vehicle?.registration,
      }),
      ...bookAll(plan, { driverId, vehicleId }, reads.policy?.bufferMinutes ?? 0),
      ...(rest.reference ? [claim(references, rest.reference)] : []),
    ];
  },
});

/** A shared boundary is enough: a window that starts when the route ends can still be met. */
const touches = (a: Window, b: Window) => a.from <= b.to && b.from <= a.to;
