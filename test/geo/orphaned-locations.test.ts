import { deleteRecord, newId, putRecord } from '@waybill/kernel';
import { now, recorded, rowAfter, scenario, orgId as scenarioOrg } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { ContactCreated, ContactDeleted, LocationKept, LocationRegistered, LocationRemoved } from '#events/geo';
import { removeOrphanedLocation } from '#functions/geo/commands/remove-orphaned-location';
import { location } from '#functions/geo/location/location';
import { checkId, locationChecks } from '#functions/geo/location/location-checks';
import * as geo from '#functions/geo/manifest';
import { contactPlace } from '#functions/geo/projections/contact-place';
import { removeOrphanedLocations } from '#functions/geo/schedules/remove-orphaned-locations';
import { inMemory, orgId } from '../support/in-memory.ts';

const hour = (n: number) => new Date(Date.parse('2026-05-04T12:00:00.000Z') + n * 3_600_000).toISOString();
const key = { contextKey: 'customer', relatedEntityId: newId('a customer') };
const vienna = { city: 'Wien', countryCode: 'AT' };

const geoAtNight = () => {
  const system = inMemory(geo, { at: hour(0) });
  const { ask, itIs, platform } = system;
  const exists = async (locationId: string, options = {}) =>
    (await ask('getLocation', { locationId }, options)).status === 200;
  const registered = async (place: Record<string, unknown> = vienna, options = {}) =>
    (await ask('registerLocation', place, options)).body.locationId as string;
  /** Runs the job, once the read models have caught up. */
  const runAt = async (hours: number) => {
    itIs(hour(hours));
    await ask('getReferenceEntry', { kind: 'countries', code: 'AT' });
    return removeOrphanedLocations.with(platform)({});
  };
  const types = async (id: string) =>
    (await platform.events.read({ context: 'geo', org: orgId, aggregate: 'location', id })).map(({ type }) => type);
  return { ...system, exists, registered, runAt, types };
};

describe('a location without a reference', () => {
  test('is removed when it is a day old, and not before', async () => {
    const { runAt, registered, exists } = geoAtNight();
    const locationId = await registered();
    expect(await runAt(23.9)).toMatchObject({ job: 'removeOrphanedLocations', lockAcquired: true, affected: 0 });
    expect(await exists(locationId)).toBe(true);
    expect(await runAt(24.1)).toMatchObject({ affected: 1 });
    expect(await exists(locationId)).toBe(false);
    expect(await runAt(48)).toMatchObject({ affected: 0 });
  });

  test('begins anew when it is registered again, and is removed again a day later', async () => {
    const { runAt, registered, exists, types } = geoAtNight();
    const locationId = await registered();
    await runAt(25);
    expect(await registered({ ...vienna, city: 'WIEN' })).toBe(locationId);
    expect(await exists(locationId)).toBe(true);
    expect(await runAt(48)).toMatchObject({ affected: 0 });
    expect(await runAt(50)).toMatchObject({ affected: 1 });
    expect(await types(locationId)).toEqual([
      'LocationRegistered',
      'LocationRemoved',
      'LocationRegistered',
      'LocationRemoved',
    ]);
  });

  test('that was registered again in the meantime is kept for another day', async () => {
    const { runAt, registered, exists, itIs } = geoAtNight();
    const locationId = await registered();
    itIs(hour(20));
    await registered();
    expect(await runAt(25)).toMatchObject({ affected: 0 });
    expect(await exists(locationId)).toBe(true);
    expect(await runAt(44.5)).toMatchObject({ affected: 1 });
  });

  test('of each organization is removed, and only where it is an orphan', async () => {
    const { ask, runAt, registered, exists } = geoAtNight();
    const locationId = await registered();
    await registered(vienna, { org: 'another' });
    await ask('createContact', { ...key, locationId }, { org: 'another' });
    expect(await runAt(25)).toMatchObject({ affected: 1 });
    expect(await exists(locationId)).toBe(false);
    expect(await exists(locationId, { org: 'another' })).toBe(true);
  });

  test('is removed in pages, however many there are', async () => {
    const { runAt, registered } = geoAtNight();
    for (let i = 0; i < 60; i++) await registered({ city: `Town ${i}` });
    expect(await runAt(25)).toMatchObject({ affected: 60, done: true });
  });
});

describe('a location with a contact', () => {
  test('stays, and is removed a day after its last contact was deleted', async () => {
    const { ask, runAt, exists } = geoAtNight();
    const first = (await ask('createContact', { ...key, location: vienna })).body.contactId;
    const { locationId } = (await ask('getContact', { contactId: first })).body;
    const second = (await ask('createContact', { ...key, contextKey: 'user', locationId })).body.contactId;
    expect(await runAt(100)).toMatchObject({ affected: 0 });
    await ask('deleteContact', { contactId: first });
    expect(await runAt(200)).toMatchObject({ affected: 0 });
    await ask('deleteContact', { contactId: second });
    expect(await runAt(201)).toMatchObject({ affected: 0 });
    expect(await exists(locationId)).toBe(true);
    expect(await runAt(225)).toMatchObject({ affected: 1 });
    expect(await exists(locationId)).toBe(false);
  });

  test('stays when its contact is replaced by one at the same place', async () => {
    const { ask, runAt, exists } = geoAtNight();
    await ask('createContact', { ...key, location: vienna });
    const { body } = await ask('replaceContact', { ...key, location: vienna });
    const { locationId } = (await ask('getContact', { contactId: body.contactId })).body;
    expect(await runAt(100)).toMatchObject({ affected: 0 });
    expect(await exists(locationId)).toBe(true);
  });

  test('stays although the read model has not seen the contact yet: the reference renewed it', async () => {
    const { ask, registered, exists, itIs, platform } = geoAtNight();
    const locationId = await registered();
    itIs(hour(25));
    expect((await ask('createContact', { ...key, locationId })).status).toBe(201);
    // Not projected: nothing was asked since.
    expect(await removeOrphanedLocations.with(platform)({})).toMatchObject({ affected: 0 });
    expect(await exists(locationId)).toBe(true);
  });

  test('is not removed by a job that looked before the contact was created', async () => {
    const { ask, registered, exists, itIs, platform } = geoAtNight();
    const locationId = await registered();
    itIs(hour(25));
    await ask('createContact', { ...key, locationId });
    const caller = { userId: 'job', orgId, orgType: '-', role: 'owner' } as const;
    const envelope = { input: { locationId, isReferredTo: false }, caller, key: 'late', correlationId: 'test' };
    expect(await removeOrphanedLocation.execute(platform)(envelope)).toMatchObject({ wrote: false });
    expect(await exists(locationId)).toBe(true);
  });

  test('is one or is none: a removal and a reference at once never leave a contact without its location', async () => {
    for (let i = 0; i < 20; i++) {
      const { ask, registered, itIs, platform } = geoAtNight();
      const locationId = await registered();
      itIs(hour(25));
      const [created] = await Promise.all([
        ask('createContact', { ...key, locationId }),
        removeOrphanedLocations.with(platform)({}),
      ]);
      const { status } = await ask('getLocation', { locationId });
      expect([created.status, status]).toEqual(created.status === 201 ? [201, 200] : [404, 404]);
    }
  });
});

test('runs once at a time', async () => {
  const { registered, platform, itIs } = geoAtNight();
  await registered();
  itIs(hour(25));
  const reports = await Promise.all([1, 2, 3].map(() => removeOrphanedLocations.with(platform)({})));
  expect(reports.filter(({ lockAcquired }) => lockAcquired)).toHaveLength(1);
  expect(reports.reduce((sum, { affected }) => sum + affected, 0)).toBe(1);
});

describe('removing a location', () => {
  const { given } = scenario(removeOrphanedLocation);
  const ask = (isReferredTo = false) => ({ locationId: 'L', isReferredTo });
  const registered = LocationRegistered({ city: 'Wien' });
  const id = checkId(scenarioOrg, 'L');
  const done = deleteRecord(locationChecks, id);

  test('is put off while it is young', () =>
    given(registered)
      .when(ask())
      .emits(
        putRecord(
          locationChecks,
          id,
          { organizationId: scenarioOrg, locationId: 'L' },
          new Date(Date.parse(now) + 31 * 86_400_000).toISOString(),
        ),
      ));

  test('is dropped where something refers to it, or it is removed already', () => {
    given(registered).when(ask(true)).emits(done);
    given(registered, LocationKept({})).when(ask()).emits(done);
    given(registered, LocationRemoved({})).when(ask()).emits(done);
  });

  test('happens when it is a day old', () => {
    const state = location.fold(recorded([registered], { at: ['2026-05-03T12:00:00.000Z'] }))!;
    const context = { now, caller: { orgId: scenarioOrg } } as never;
    expect(removeOrphanedLocation.definition.decide!(state, ask(), {}, context)).toEqual([LocationRemoved({}), done]);
  });
});

test('the place of a contact is known while the contact exists', () => {
  const created = ContactCreated({ ...key, locale: 'en-US', emails: [], phoneNumbers: [], locationId: 'A'.repeat(64) });
  expect(rowAfter(contactPlace, created)).toMatchObject({ locationId: 'A'.repeat(64) });
  expect(rowAfter(contactPlace, ContactCreated({ ...created.data, locationId: undefined }))).toMatchObject({
    locationId: null,
  });
  expect(rowAfter(contactPlace, created, ContactDeleted({ ...key, why: 'deleted' }))).toBeUndefined();
});
