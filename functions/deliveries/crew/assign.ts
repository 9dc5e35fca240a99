import { book, free, invalidInput, type Refusal, type Resource, resourceBooked } from '@waybill/kernel';
import { DriverAssigned, DriverHandedOver, VehicleAssigned, VehicleHandedOver } from '#events/deliveries';
import type { Delivery } from '../delivery.ts';
import { isLive } from '../is-live.ts';
import { windowOf } from '../plan/window-of.ts';
import { deliveryOver } from '../problems.ts';
import type { DriverSeen, VehicleSeen } from '../sights.ts';
import type { Wanted as Crew, Found as Fleet } from './fitness.ts';

interface Wanted {
  readonly driverId?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly reason?: string | undefined;
}

interface Reads {
  readonly driver?: DriverSeen | undefined;
  readonly vehicle?: VehicleSeen | undefined;
  readonly policy?: { readonly bufferMinutes: number } | undefined;
}

/** What every assignment may be refused with, beside that what is assigned is unfit. */
export const assigning = [deliveryOver, invalidInput, resourceBooked] as const;

/** What is booked for whom. */
interface Booked<Driver extends string, Vehicle extends string> {
  readonly driver?: Resource<Driver>;
  readonly vehicle?: Resource<Vehicle>;
}

/** Assigns a driver, a vehicle or both to a delivery: freely before it sets out, as a hand-over with a reason under way. */
export const assign = <No extends Refusal, Driver extends string = never, Vehicle extends string = never>(
  delivery: Delivery,
  { driverId, vehicleId, reason }: Wanted,
  reads: Reads,
  unfit: (crew: Crew, fleet: Fleet) => No | undefined,
  booked: Booked<Driver, Vehicle>,
) => {
  const { status, route } = delivery;
  if (!isLive(status)) return deliveryOver({ current: status });
  const newDriver = driverId !== undefined && driverId !== delivery.driverId ? driverId : undefined;
  const newVehicle = vehicleId !== undefined && vehicleId !== delivery.vehicleId ? vehicleId : undefined;
  if (!newDriver && !newVehicle) return [];
  const underWay = status !== 'PickedUp';
  if (underWay && !reason) return reasonNeeded;
  const no = unfit({ driverId: newDriver, vehicleId: newVehicle }, reads);
  if (no) return no;

  const swap = { window: windowOf(route), buffer: reads.policy?.bufferMinutes ?? 0 };
  return [
    ...(newDriver ? driverFacts(delivery, newDriver, reads.driver!.name, underWay ? reason : undefined) : []),
    ...(newVehicle
      ? vehicleFacts(delivery, newVehicle, reads.vehicle!.registration, underWay ? reason : undefined)
      : []),
    ...(newDriver && booked.driver ? change(booked.driver, delivery.driverId, newDriver, swap) : []),
    ...(newVehicle && booked.vehicle ? change(booked.vehicle, delivery.vehicleId, newVehicle, swap) : []),
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

const change = <Name extends string>(
  resource: Resource<Name>,
  before: string | undefined,
  after: string,
  { window, buffer }: { window: ReturnType<typeof windowOf>; buffer: number },
) => [...(before ? [free(resource, before, window.from)] : []), book(resource, after, window, { buffer })];
