import { book, free, invalidInput, type Refusal, type Resource, resourceBooked } from '@waybill/kernel';
import { DriverAssigned, DriverHandedOver, VehicleAssigned, VehicleHandedOver } from '#events/deliveries';
import type { Delivery } from '../delivery.ts';
import type { DriverState, VehicleState } from '../external-aggregates.ts';
import { isLive } from '../is-live.ts';
import { windowOf } from '../plan/window-of.ts';
import { deliveryOver } from '../problems.ts';
import type { Wanted as Crew, Found as Fleet } from './fitness.ts';

interface Wanted {
  readonly driverId?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly reason?: string | undefined;
}

interface Reads {
  readonly driver?: DriverState | undefined;
  readonly vehicle?: VehicleState | undefined;
  readonly policy?: { readonly bufferMinutes: number } | undefined;
}

/** The refusals of every assignment, besides an unfit driver or vehicle. */
export const assigning = [deliveryOver, invalidInput, resourceBooked] as const;

/** The resources that an assignment books. */
interface Booked<Driver extends string, Vehicle extends string> {
  readonly driver?: Resource<Driver>;
  readonly vehicle?: Resource<Vehicle>;
}

/** Assigns a driver, a vehicle or both to a delivery. Under way it is a hand-over, which requires a reason. */
export const assign = <No extends Refusal, Driver extends string = never, Vehicle extends string = never>(
  delivery: Delivery,
  { driverId, vehicleId, reason }: Wanted,
  reads: Reads,
  unfit: (crew: Crew, fleet: Fleet) => No | undefined,
  booked: Booked<Driver, Vehicle>,
) => {
  const { status, route } = delivery;
  if (!isLive(status)) return deliveryOver({ current: status });
  const newDriver = driverId !== delivery.driverId ? driverId : undefined;
  const newVehicle = vehicleId !== delivery.vehicleId ? vehicleId : undefined;
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

/** `invalid-input` rather than a conflict: the status of the delivery makes the field required. */
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
