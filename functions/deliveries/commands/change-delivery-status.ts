import { command, id, optionalText, resourceBooked, roleTooLow, z } from '@waybill/kernel';
import { DeliveryCancelled, DeliveryRetried, DeliveryStatus, DeliveryStatusChanged } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { bookAll, freeAll } from '../bookings.ts';
import { delivery } from '../delivery.ts';
import { driverUnfit, routeUnfit, unfit, vehicleUnfit } from '../fitness.ts';
import { journey } from '../journey.ts';
import { mayNotAct, ownDriver, whoseDriver } from '../may-act.ts';
import { planOf } from '../plan-of.ts';
import {
  checkpointsMissing,
  driverAndVehicleNeeded,
  notYourDelivery,
  proofNeeded,
  transitionNotAllowed,
} from '../problems.ts';
import { driver, policy, route, vehicle } from '../sights.ts';

export const changeDeliveryStatus = command({
  summary: 'Change a delivery’s status',
  description:
    'Moves it along: `PickedUp` → `InTransit` → `OutForDelivery`. `Failed` needs a `reason`; a failed delivery is tried again with `PickedUp`. `Delivered` comes with the proof of delivery. Drivers (role `agent`) move their own deliveries.',
  route: 'PUT /deliveries/{deliveryId}/status',
  role: 'agent',
  input: z
    .strictObject({
      deliveryId: id().describe('The delivery.'),
      status: DeliveryStatus.describe('Its next status.'),
      reason: optionalText(280).describe('Why, for people; needed for `Failed`.'),
    })
    .refine(({ status, reason }) => status !== 'Failed' || reason, { path: ['reason'], error: 'is needed for Failed' })
    .meta({
      if: { properties: { status: { const: 'Failed' } } },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: { required: ['reason'], properties: { reason: { pattern: '\\S' } } },
    }),
  example: { deliveryId: exampleIds.delivery, status: 'InTransit' },
  on: delivery,
  refuses: [
    notYourDelivery,
    roleTooLow,
    transitionNotAllowed,
    driverAndVehicleNeeded,
    checkpointsMissing,
    proofNeeded,
    ...routeUnfit,
    ...driverUnfit,
    ...vehicleUnfit,
    resourceBooked,
  ],
  consults: { own: ownDriver, route, driver, vehicle, policy },
  where: ({ status }, delivery, caller) => ({
    own: whoseDriver(delivery, caller),
    ...(delivery?.status === 'Failed' &&
      status === 'PickedUp' && {
        route: delivery.route.routeId,
        driver: delivery.driverId,
        vehicle: delivery.vehicleId,
        policy: caller.orgId,
      }),
  }),
  books: [driverTime, vehicleTime, routeUse],

  decide: (delivery, { status: to, reason }, { caller, sees }) => {
    const { status: from, driverId, vehicleId, reached } = delivery;
    const no = mayNotAct(caller, sees.own);
    if (no) return no;
    if (from === to) return [];
    if (!journey[from].includes(to)) return transitionNotAllowed({ from, to, allowed: journey[from] });
    const changed = DeliveryStatusChanged({ from, to, reason });

    if (to === 'InTransit') {
      const missing = [...(driverId ? [] : ['driver' as const]), ...(vehicleId ? [] : ['vehicle' as const])];
      return missing.length ? driverAndVehicleNeeded({ missing }) : changed;
    }
    if (to === 'OutForDelivery') {
      const missing = delivery.route.checkpoints.map(({ sequence }) => sequence).filter((it) => !reached.includes(it));
      return missing.length ? checkpointsMissing({ missing }) : changed;
    }
    if (to === 'Delivered') return proofNeeded();
    if (to === 'Failed') return [changed, ...freeAll(delivery.route, delivery)];
    if (to === 'Cancelled') {
      if (caller.role === 'agent') return roleTooLow({ role: caller.role, least: 'officer' });
      const free = from === 'Failed' ? [] : freeAll(delivery.route, delivery);
      return [DeliveryCancelled({ reason, requestedBy: 'Dispatcher' }), changed, ...free];
    }
    const { routeId } = delivery.route;
    const unfitNow = unfit({ routeId, driverId, vehicleId }, sees);
    if (unfitNow) return unfitNow;
    const plan = planOf(routeId, sees.route!);
    return [
      DeliveryRetried({ attempt: delivery.attempt + 1, route: plan }),
      changed,
      ...bookAll(plan, delivery, sees.policy?.bufferMinutes ?? 0),
    ];
  },
});
