import { type Caller, command, id, optionalText, resourceBooked, z } from '@waybill/kernel';
import { DeliveryRetried, DeliveryStatus, DeliveryStatusChanged } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { bookAll, freeAll } from '../crew/bookings.ts';
import { driverUnfit, routeUnfit, unfit, vehicleUnfit } from '../crew/fitness.ts';
import { type Delivery, delivery } from '../delivery.ts';
import { driver, policy, route, vehicle } from '../external-aggregates.ts';
import { mayNotAct, whoseDriver } from '../may-act.ts';
import { journey } from '../plan/journey.ts';
import { planOf } from '../plan/plan-of.ts';
import {
  checkpointsMissing,
  driverAndVehicleNeeded,
  notYourDelivery,
  proofNeeded,
  transitionNotAllowed,
  useCancellation,
} from '../problems.ts';

/** Only a retry reads route, driver, vehicle and policy, because only a retry books them again. */
const whenRetried =
  (idOf: (delivery: Delivery, caller: Caller) => string | undefined) =>
  (
    { status }: { readonly status: DeliveryStatus },
    { state, caller }: { readonly state: Delivery | undefined; readonly caller: Caller },
  ) =>
    state?.status === 'Failed' && status === 'PickedUp' ? idOf(state, caller) : undefined;

export const changeDeliveryStatus = command({
  summary: 'Change a delivery’s status',
  description:
    'Moves it along: `PickedUp` → `InTransit` → `OutForDelivery`. `Failed` requires a `reason`. `PickedUp` retries a failed delivery. `Cancelled` is refused: use `POST /deliveries/{deliveryId}/cancellation`. Only the proof of delivery sets `Delivered`. Drivers (role `agent`) move their own deliveries.',
  route: 'PUT /deliveries/{deliveryId}/status',
  role: 'agent',
  input: z
    .strictObject({
      deliveryId: id().describe('The delivery.'),
      status: DeliveryStatus.describe('Its next status.'),
      reason: optionalText(280).describe(
        'The reason, as free text. Required for `Failed`; the message to the customer shows it.',
      ),
    })
    .refine(({ status, reason }) => status !== 'Failed' || reason, { path: ['reason'], error: 'is needed for Failed' })
    .meta({
      if: { properties: { status: { const: 'Failed' } } },
      // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
      then: { required: ['reason'], properties: { reason: { pattern: '\\S' } } },
    }),
  example: { deliveryId: exampleIds.delivery, status: 'InTransit' },
  on: delivery,
  refuses: [
    notYourDelivery,
    useCancellation,
    transitionNotAllowed,
    driverAndVehicleNeeded,
    checkpointsMissing,
    proofNeeded,
    ...routeUnfit,
    ...driverUnfit,
    ...vehicleUnfit,
    resourceBooked,
  ],
  reads: {
    own: { of: driver, id: (_, { state: delivery, caller }) => whoseDriver(delivery, caller), consistency: 'eventual' },
    route: { of: route, id: whenRetried(({ route }) => route.routeId) },
    driver: { of: driver, id: whenRetried(({ driverId }) => driverId) },
    vehicle: { of: vehicle, id: whenRetried(({ vehicleId }) => vehicleId) },
    policy: { of: policy, id: whenRetried((_, { orgId }) => orgId), consistency: 'eventual' },
  },
  writes: { driverTime, vehicleTime, routeUse },

  decide: (delivery, { status: to, reason }, reads, { caller }) => {
    const { status: from, driverId, vehicleId, reached } = delivery;
    const no = mayNotAct(caller, reads.own);
    if (no) return no;
    if (to === 'Cancelled') return useCancellation();
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
    const { routeId } = delivery.route;
    const unfitNow = unfit({ routeId, driverId, vehicleId }, reads);
    if (unfitNow) return unfitNow;
    const plan = planOf(routeId, reads.route!);
    return [
      DeliveryRetried({ attempt: delivery.attempt + 1, route: plan }),
      changed,
      ...bookAll(plan, delivery, reads.policy?.bufferMinutes ?? 0),
    ];
  },
});
