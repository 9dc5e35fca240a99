import { randomInt, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, As } from './world.ts';

const firstNames = ['Amélie', 'Bogdan', 'Chidi', 'Dagny', 'Eszter', 'Farid', 'Giulia', 'Håkon', 'Ines', 'Jürgen'];
const lastNames = ['Okafor', 'Lindqvist', 'Müller', 'Nowak', 'O’Brien', 'Papadopoulos', 'Rossi', 'Şahin', 'Tanaka'];
const places = ['Old Mill Lane 4, Leeds', 'Quai des Brumes 17, Lyon', 'Hafenstraße 9, Bremen', 'Via Po 33, Torino'];
const vehicleTypes = ['Delivery Van', 'Box Truck', 'Cargo Bike', 'Refrigerated Van'];

const one = <T>(of: readonly T[]): T => of[randomInt(of.length)]!;

/** A value that was not used before. */
export const aLicence = () => `DL-${randomUUID().slice(0, 13).toUpperCase()}`;
export const aRegistration = () => `WB ${randomUUID().slice(0, 13).toUpperCase()}`;
export const aName = () => `${one(firstNames)} ${one(lastNames)}`;
export const aPlace = () => one(places);

const at = (start: string, minutes: number) => new Date(Date.parse(start) + minutes * 60_000).toISOString();

export interface RoutePlan {
  /** Hours from now, or a time. */
  readonly start?: number | string;
  /** How many checkpoints, an hour apart, the first half an hour after the start. */
  readonly checkpoints?: number;
  /** Hours after the start: for a route that has no checkpoints, or ends later than its last. */
  readonly lasts?: number;
  readonly name?: string;
}

interface Crew {
  readonly driverId: string;
}
interface Wheels {
  readonly vehicleId: string;
}

export interface DeliveryPlan {
  readonly route?: { readonly routeId: string };
  readonly driver?: Crew | undefined;
  readonly vehicle?: Wheels | undefined;
  readonly [more: string]: unknown;
}

const begun = (answer: Answer): Answer => {
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer;
};
const done = (answer: Answer): Answer => {
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer;
};

/** Creates unique, realistic resources that a story needs. */
export const makers = (as: As) => {
  const officer = () => as('dispatcher');

  const aDriver = async (more: { name?: string; licence?: string; phone?: string; userId?: string } = {}) => {
    const given = { name: aName(), licence: aLicence(), ...more };
    const { driverId } = begun(await officer().post('/drivers', given)).body;
    return { ...given, driverId: driverId as string, path: `/drivers/${driverId}` };
  };

  const aVehicle = async (more: { registration?: string; type?: string; capacityKg?: number } = {}) => {
    const given = { registration: aRegistration(), type: one(vehicleTypes), ...more };
    const { vehicleId } = begun(await officer().post('/vehicles', given)).body;
    return { ...given, vehicleId: vehicleId as string, path: `/vehicles/${vehicleId}` };
  };

  const aRoute = async ({ start = 1, checkpoints = 0, lasts, ...more }: RoutePlan = {}) => {
    const scheduledStart = typeof start === 'string' ? start : at(new Date().toISOString(), start * 60);
    const hoursItLasts = lasts ?? (checkpoints ? undefined : 2);
    const { routeId } = begun(
      await officer().post('/routes', {
        origin: aPlace(),
        destination: aPlace(),
        scheduledStart,
        ...(hoursItLasts !== undefined && { scheduledEnd: at(scheduledStart, hoursItLasts * 60) }),
        ...more,
      }),
    ).body;
    const path = `/routes/${routeId}`;
    const planned = Array.from({ length: checkpoints }, (_, i) => ({
      sequence: i + 1,
      location: `Stop ${i + 1}, ${aPlace()}`,
      expectedAt: at(scheduledStart, 30 + i * 60),
    }));
    for (const checkpoint of planned) begun(await officer().post(`${path}/checkpoints`, checkpoint));
    const lastStop = planned.at(-1)?.expectedAt;
    const explicitEnd = hoursItLasts === undefined ? undefined : at(scheduledStart, hoursItLasts * 60);
    const scheduledEnd = [lastStop ?? '', explicitEnd ?? ''].toSorted().at(-1)!;
    return { routeId: routeId as string, path, scheduledStart, scheduledEnd, checkpoints: planned };
  };

  const anActiveRoute = async (plan: RoutePlan = {}) => {
    const route = await aRoute(plan);
    done(await officer().put(`${route.path}/status`, { status: 'Active' }));
    return route;
  };

  const aDelivery = async ({ route, driver, vehicle, ...more }: DeliveryPlan = {}) => {
    const { routeId } = route ?? (await anActiveRoute());
    const answer = begun(
      await officer().post('/deliveries', {
        routeId,
        ...(driver && { driverId: driver.driverId }),
        ...(vehicle && { vehicleId: vehicle.vehicleId }),
        ...more,
      }),
    );
    const { deliveryId } = answer.body;
    return { deliveryId: deliveryId as string, path: `/deliveries/${deliveryId}`, routeId, etag: answer.etag! };
  };

  /** A delivery with its own driver, vehicle and active route. */
  const aCrewedDelivery = async ({ route: plan, ...more }: { route?: RoutePlan } & Record<string, unknown> = {}) => {
    const [driver, vehicle, route] = await Promise.all([aDriver(), aVehicle(), anActiveRoute(plan)]);
    return { ...(await aDelivery({ route, driver, vehicle, ...more })), driver, vehicle, route };
  };

  const move = async (delivery: { path: string }, status: string, more: object = {}) =>
    done(await officer().put(`${delivery.path}/status`, { status, ...more }));

  const proof = { receiverName: 'Ada Byron', signatureUrl: 'https://proofs.example.com/ada.png' };

  /** Takes a delivery without checkpoints, or past its last one, to its end. */
  const deliver = async (delivery: { path: string }) => begun(await officer().post(`${delivery.path}/proof`, proof));

  /** Moves a delivery to the status named, by the shortest path; for routes without checkpoints. */
  const aDeliveryThatIs = async (status: string, more: { route?: RoutePlan } & Record<string, unknown> = {}) => {
    const delivery = await aCrewedDelivery(more);
    if (['InTransit', 'OutForDelivery', 'Delivered'].includes(status)) await move(delivery, 'InTransit');
    if (['OutForDelivery', 'Delivered'].includes(status)) await move(delivery, 'OutForDelivery');
    if (status === 'Delivered') await deliver(delivery);
    if (status === 'Failed') await move(delivery, 'Failed', { reason: 'nobody was in' });
    if (status === 'Cancelled')
      done(await officer().post(`${delivery.path}/cancellation`, { reason: 'not wanted', requestedBy: 'Customer' }));
    return delivery;
  };

  return {
    aDriver,
    aVehicle,
    aRoute,
    anActiveRoute,
    aDelivery,
    aCrewedDelivery,
    aDeliveryThatIs,
    move,
    deliver,
    proof,
  };
};
