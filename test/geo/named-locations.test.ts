import { newId } from '@waybill/kernel';
import type { Event } from '@waybill/kernel/write/event';
import { describe, expect, test } from 'vitest';
import { DeliveryCreated, DestinationChanged } from '#events/deliveries';
import { CheckpointAdded, CheckpointsPlanned } from '#events/routes';
import * as geo from '#functions/geo/manifest';
import { keepNamedLocations } from '#functions/geo/reactions/keep-named-locations';
import { plan } from '../deliveries/support/support.ts';
import { queueEvent } from '../identity/support/people.ts';
import { inMemory, orgId } from '../support/in-memory.ts';
import { recordedEvent } from '../support/recorded-event.ts';

const hour = (n: number) => new Date(Date.parse('2026-05-04T12:00:00.000Z') + n * 3_600_000).toISOString();
const vienna = { city: 'Wien', countryCode: 'AT' };
const checkpoint = (sequence: number, locationId?: string) => ({
  sequence,
  location: 'A stop',
  expectedAt: hour(sequence),
  locationId,
});

const geoWithRoutes = () => {
  const system = inMemory(geo, { at: hour(0) });
  const { ask, itIs, platform } = system;
  const register = async (place: object = vienna) =>
    (await ask('registerLocation', place as Record<string, unknown>)).body.locationId as string;
  const happened = (event: Event, times = 1) => {
    const stream = { context: 'any', org: orgId, aggregate: 'any', id: newId(JSON.stringify(event)) };
    return keepNamedLocations.with(platform)(queueEvent(recordedEvent(event, stream), times) as any);
  };
  const removeOrphansAt = (hours: number) => {
    itIs(hour(hours));
    return geo.removeOrphanedLocations.with(platform)({});
  };
  const exists = async (locationId: string) => (await ask('getLocation', { locationId })).status === 200;
  const types = async (id: string) =>
    (await platform.events.read({ context: 'geo', org: orgId, aggregate: 'location', id })).map(({ type }) => type);
  return { ...system, register, happened, removeOrphansAt, exists, types };
};

describe('a location that is named', () => {
  test.each([
    ['by a checkpoint', (id: string) => CheckpointAdded({ checkpoint: checkpoint(1, id) })],
    [
      'by a planned checkpoint',
      (id: string) => CheckpointsPlanned({ checkpoints: [checkpoint(1), checkpoint(2, id)] }),
    ],
    ['by a new delivery', (id: string) => DeliveryCreated({ route: plan, priority: 'Normal', locationId: id })],
    ['by a new destination', (id: string) => DestinationChanged({ locationId: id })],
  ])('%s is kept for good', async (_, event) => {
    const { register, happened, removeOrphansAt, exists, types } = geoWithRoutes();
    const id = await register();
    expect(await happened(event(id), 3)).toEqual({ batchItemFailures: [] });
    expect(await types(id)).toEqual(['LocationRegistered', 'LocationKept']);
    expect(await removeOrphansAt(48)).toMatchObject({ affected: 0 });
    expect(await exists(id)).toBe(true);
  });

  test('after it was removed exists again, with its place', async () => {
    const { ask, register, happened, removeOrphansAt, exists } = geoWithRoutes();
    const id = await register();
    expect(await removeOrphansAt(25)).toMatchObject({ affected: 1 });
    expect(await exists(id)).toBe(false);
    await happened(DestinationChanged({ locationId: id }));
    expect((await ask('getLocation', { locationId: id })).body).toMatchObject(vienna);
    await removeOrphansAt(72);
    expect(await exists(id)).toBe(true);
  });

  test('and registered again every day gets no more events', async () => {
    const { ask, register, happened, itIs, types } = geoWithRoutes();
    const id = await register();
    await happened(DestinationChanged({ locationId: id }));
    itIs(hour(48));
    const contact = { contextKey: 'customer', relatedEntityId: newId('clara'), locale: 'de-AT' };
    const emails = [{ value: 'clara@example.com', labels: [] }];
    expect((await ask('createContact', { ...contact, emails, locationId: id })).status).toBe(201);
    await register();
    expect(await types(id)).toEqual(['LocationRegistered', 'LocationKept']);
  });

  test('together with 99 others of a route is kept', async () => {
    const { register, happened, types } = geoWithRoutes();
    const ids: string[] = [];
    for (let i = 1; i <= 100; i++) ids.push(await register({ ...vienna, postalCode: String(1000 + i) }));
    const checkpoints = ids.map((id, i) => checkpoint(i + 1, id));
    expect(await happened(CheckpointsPlanned({ checkpoints }), 2)).toEqual({ batchItemFailures: [] });
    for (const id of ids) expect(await types(id)).toEqual(['LocationRegistered', 'LocationKept']);
  });
});
