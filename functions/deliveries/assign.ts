import { book, free, invalidInput, type Refusal, resourceBooked } from '@waybill/kernel';
import { DriverAssigned, DriverHandedOver, VehicleAssigned, VehicleHandedOver } from '#events/deliveries';
import { driverTime, vehicleTime } from '#events/fleet';
import type { Delivery } from './delivery.ts';
import type { Wanted as Crew, Found as Fleet } from './fitness.ts';
import { isLive } from './is-live.ts';
import { deliveryOver } from './problems.ts';
import type { DriverSeen, VehicleSeen } from './sights.ts';
import { windowOf } from './window-of.ts';

interface Wanted {
  readonly driverId?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly reason?: string | undefined;
}

interface Sees {
  readonly driver?: DriverSeen | undefined;
  readonly vehicle?: VehicleSeen | undefined;
  readonly policy?: { readonly bufferMinutes: number } | undefined;
}

/** What every assignment may be refused with, beside that what is assigned is unfit. */
export const assigning = [deliveryOver, invalidInput, resourceBooked] as const;

/** Puts a driver, a vehicle or both on a delivery: freely before it sets out, as a hand-over with a reason under way. */
export const assign = <No extends Refusal>(
  delivery: Delivery,
  { driverId, vehicleId, reason }: Wanted,
  sees: Sees,
  unfit: (crew: Crew, fleet: Fleet) => No | undefined,
) => {
  const { status, route } = delivery;
  if (!isLive(status)) return deliveryOver({ current: status });
  const newDriver = driverId !== undefined && driverId !== delivery.driverId ? driverId : undefined;
  const newVehicle = vehicleId !== undefined && vehicleId !== delivery.vehicleId ? vehicleId : undefined;
  if (!newDriver && !newVehicle) return [];
  const underWay = status !== 'PickedUp';
  if (underWay && !reason) return reasonNeeded;
  const no = unfit({ driverId: newDriver, vehicleId: newVehicle }, sees);
  if (no) return no;

  const swap = { window: windowOf(route), buffer: sees.policy?.bufferMinutes ?? 0 };
  return [
    ...(newDriver ? driverFacts(delivery, newDriver, sees.driver!.name, underWay ? reason : undefined) : []),
    ...(newVehicle
      ? vehicleFacts(delivery, newVehicle, sees.vehicle!.registration, underWay ? reason : undefined)
      : []),
    ...(newDriver ? change(driverTime, delivery.driverId, newDriver, swap) : []),
    ...(newVehicle ? change(vehicleTime, delivery.vehicleId, newVehicle, swap) : []),
  ];
};

/** Said as bad input, for that is what it is: the field is needed because of where the delivery stands. */
const reasonNeeded = invalidInput({ errors: [{ path: 'reason', message: 'is needed for a hand-over under way' }] });

const driverFacts = (delivery: Delivery, driverId: string, driverName: string, reason: string | undefined) =>
  reason === undefined
    ? [DriverAssigned({ driverId, driverName })]
    : [DriverHandedOver({ fromDriverId: delivery.driverId, driverId, driverName, reason })];

const vehicleFacts = (delivery: Delivery, vehicleId: string, registration: string, reason: string | undefined) =>
  reason === undefined
    ? [VehicleAssigned({ vehicleId, registration })]
    : [VehicleHandedOver({ fromVehicleId: delivery.vehicleId, vehicleId, registration, reason })];

const change = (
  resource: typeof driverTime,
  before: string | undefined,
  after: string,
  { window, buffer }: { window: ReturnType<typeof windowOf>; buffer: number },
) => [...(before ? [free(resource, before, window.from)] : []), book(resource, after, window, { buffer })];
