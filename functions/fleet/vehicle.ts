import { aggregate, claim } from '@waybill/kernel';
import {
  VehicleCapacityChanged,
  VehicleRegistered,
  VehicleReregistered,
  VehicleRetired,
  type VehicleStanding,
  VehicleStandingChanged,
  VehicleTypeChanged,
} from '#events/fleet';
import { essence } from './essence.ts';

export interface Vehicle {
  readonly registration: string;
  readonly type: string;
  readonly capacityKg?: number | undefined;
  readonly standing: VehicleStanding;
  readonly retired: boolean;
}

export const vehicle = aggregate('fleet', 'vehicle')
  .begin(VehicleRegistered, (registered): Vehicle => ({ ...registered, standing: 'Available', retired: false }))
  .on(VehicleReregistered, (vehicle, { registration }) => ({ ...vehicle, registration }))
  .on(VehicleTypeChanged, (vehicle, { type }) => ({ ...vehicle, type }))
  .on(VehicleCapacityChanged, (vehicle, { capacityKg }) => ({ ...vehicle, capacityKg }))
  .on(VehicleStandingChanged, (vehicle, { to }) => ({ ...vehicle, standing: to }))
  .on(VehicleRetired, (vehicle) => ({ ...vehicle, retired: true }))
  .holding(({ registration, retired }) => (retired ? [] : [claim('registration', essence(registration))]));
