import { newId } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import * as geo from '#functions/geo/manifest';
import { inMemory, orgId } from '../support/in-memory.ts';

const customer = newId('a customer');
const other = newId('another customer');
const key = { contextKey: 'customer', relatedEntityId: customer };
const vienna = { address: { line1: 'Stephansplatz 3' }, city: 'Wien', countryCode: 'AT' };
const hour = (n: number) => new Date(Date.parse('2026-05-04T12:00:00.000Z') + n * 3_600_000).toISOString();

const geoInMemory = () => {
  const system = inMemory(geo, { at: hour(0) });
  const { ask, platform } = system;
  const history = async (aggregate: 'contact' | 'location', id: string) =>
    platform.events.read({ context: 'geo', org: orgId, aggregate, id });
  const types = async (aggregate: 'contact' | 'location', id: string) =>
    (await history(aggregate, id)).map(({ type }) => type);
  const create = async (more: object = {}) =>
    (await ask('createContact', { ...key, ...more })).body.contactId as string;
  const byKey = async (of = key) => ask('getContactByKey', of);
  return { ...system, history, types, create, byKey };
};

const asKey = (...contextKeys: string[]) => ({
  claims: { sub: 'key:1', ...(contextKeys.length && { contextKeys: JSON.stringify(contextKeys) }) },
});

describe('a contact', () => {
  test('is created with defaults, and found by id and by key', async () => {
    const { ask, byKey } = geoInMemory();
    const made = await ask('createContact', key);
    expect(made.status).toBe(201);
    const { contactId } = made.body;
    const found = await ask('getContact', { contactId });
    expect(found.body).toEqual({
      contactId,
      ...key,
      locale: 'en-US',
      emails: [],
      phoneNumbers: [],
      personal: null,
      professional: null,
      locationId: null,
      location: null,
      createdAt: hour(0),
      version: 1,
    });
    expect((await byKey()).body).toEqual(found.body);
    expect((await ask('getContactByKey', { ...key, relatedEntityId: customer.toUpperCase() })).body).toEqual(
      found.body,
    );
  });

  test('keeps e-mail addresses in lower case, numbers in E.164, and labels once', async () => {
    const { create, byKey } = geoInMemory();
    await create({
      locale: 'DE-at',
      emails: [{ value: ' Clara@Example.COM ', labels: ['work', ' work ', 'home'] }],
      phoneNumbers: [{ value: '0664 123 45 67' }, { value: '+49 (151) 1234-5678', labels: ['office'] }],
      personal: { firstName: ' Clara ', title: 'Dr', professionalCredentials: ['PhD', 'MBA'] },
      professional: { companyName: 'Sousa', companyWebsite: 'https://sousa.example/a' },
      location: vienna,
    });
    expect((await byKey()).body).toMatchObject({
      locale: 'de-AT',
      emails: [{ value: 'clara@example.com', labels: ['work', 'home'] }],
      phoneNumbers: [
        { value: '+436641234567', labels: [] },
        { value: '+4915112345678', labels: ['office'] },
      ],
      personal: { firstName: 'Clara', title: 'Dr', professionalCredentials: ['PhD', 'MBA'] },
      location: { city: 'Wien', countryCode: 'AT' },
    });
  });

  test('takes the country of its numbers from a registered location, too', async () => {
    const { ask, create, byKey } = geoInMemory();
    const { locationId } = (await ask('registerLocation', vienna)).body;
    await create({ phoneNumbers: [{ value: '01 234 56 78' }], locationId: locationId.toLowerCase() });
    expect((await byKey()).body).toMatchObject({ phoneNumbers: [{ value: '+4312345678' }], locationId });
  });

  test('is the only one with its key: 409 naming the field, until it is deleted', async () => {
    const { ask, create } = geoInMemory();
    const contactId = await create();
    const second = await ask('createContact', key);
    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ code: 'external-key-taken', field: 'relatedEntityId' });
    expect((await ask('createContact', { ...key, contextKey: 'user' })).status).toBe(201);
    await ask('deleteContact', { contactId });
    expect((await ask('createContact', key)).status).toBe(201);
  });

  test('that is refused registers no location', async () => {
    const { ask, create, platform } = geoInMemory();
    await create();
    const { locationId } = (await inMemory(geo).ask('registerLocation', vienna)).body;
    expect((await ask('createContact', { ...key, location: vienna })).status).toBe(409);
    expect(await platform.events.read({ context: 'geo', org: orgId, aggregate: 'location', id: locationId })).toEqual(
      [],
    );
  });

  test('and another one with the same address have one location', async () => {
    const { ask, create, types } = geoInMemory();
    const one = await create({ location: vienna });
    const { contactId: two } = (
      await ask('createContact', { ...key, relatedEntityId: other, location: { ...vienna, city: 'WIEN' } })
    ).body;
    const [a, b] = await Promise.all(
      [one, two].map(async (contactId) => (await ask('getContact', { contactId })).body),
    );
    expect(a.locationId).toBe(b.locationId);
    expect(await types('location', a.locationId)).toEqual(['LocationRegistered']);
  });

  test('renews its location, if that is 12 hours old', async () => {
    const { ask, create, types, itIs } = geoInMemory();
    const { locationId } = (await ask('registerLocation', vienna)).body;
    itIs(hour(12));
    await create({ locationId });
    expect(await types('location', locationId)).toEqual(['LocationRegistered', 'LocationRenewed']);
  });

  test('cannot name a location that was never registered, or is of another organization', async () => {
    const { ask } = geoInMemory();
    expect((await ask('createContact', { ...key, locationId: 'A'.repeat(64) })).body.code).toBe('location-not-found');
    const { locationId } = (await ask('registerLocation', vienna, { org: 'another' })).body;
    expect((await ask('createContact', { ...key, locationId })).body.code).toBe('location-not-found');
  });

  const long = (length: number) => 'x'.repeat(length);
  test.each([
    [{ contextKey: ' ' }, 'contextKey'],
    [{ contextKey: long(256) }, 'contextKey'],
    [{ relatedEntityId: '00000000-0000-0000-0000-000000000000' }, 'relatedEntityId'],
    [{ relatedEntityId: 'seven' }, 'relatedEntityId'],
    [{ locale: 'xx-YY' }, 'locale'],
    [{ locale: 'de' }, 'locale'],
    [{ locale: '__proto__-AT' }, 'locale'],
    [{ emails: [{}] }, 'emails.0.value'],
    [{ emails: [{ value: 'nobody' }] }, 'emails.0.value'],
    [{ emails: [{ value: `${long(250)}@example.org` }] }, 'emails.0.value'],
    [{ emails: Array.from({ length: 21 }, () => ({ value: 'a@example.org' })) }, 'emails'],
    [{ emails: [{ value: 'a@example.org', labels: [long(51)] }] }, 'emails.0.labels.0'],
    [{ phoneNumbers: [{}] }, 'phoneNumbers.0.value'],
    [{ phoneNumbers: [{ value: '+43 1' }] }, 'phoneNumbers.0.value'],
    [{ phoneNumbers: [{ value: '+4312345678' }, { value: '0664 1234567' }] }, 'phoneNumbers.1.value'],
    [{ phoneNumbers: [{ value: `+43${'1'.repeat(20)}` }] }, 'phoneNumbers.0.value'],
    [{ phoneNumbers: [{ value: 'call +43 1 234 56 78' }] }, 'phoneNumbers.0.value'],
    [{ personal: {} }, 'personal.firstName'],
    [{ personal: { firstName: 'A', title: 'King' } }, 'personal.title'],
    [{ personal: { firstName: 'A', dateOfBirth: '2026-02-30' } }, 'personal.dateOfBirth'],
    [{ personal: { firstName: 'A', dateOfBirth: '2026-05-05' } }, 'personal.dateOfBirth'],
    [{ personal: { firstName: '<b>' } }, 'personal.firstName'],
    [{ professional: { companyName: ' ' } }, 'professional.companyName'],
    [{ professional: { companyName: 'A', companyWebsite: 'javascript:alert(1)' } }, 'professional.companyWebsite'],
    [{ location: { coordinates: { latitude: 91, longitude: 0 } } }, 'location.coordinates.latitude'],
    [{ location: { address: { line1: 'a', line3: 'c' } } }, 'location.address.line2'],
    [{ location: { countryCode: 'ZZ' } }, 'location.countryCode'],
    [{ location: { countryCode: 'DE', subdivisionCode: 'AT-9' } }, 'location.subdivisionCode'],
    [{ location: vienna, locationId: 'A'.repeat(64) }, 'locationId'],
    [{ locationId: 'xyz' }, 'locationId'],
    [{ createdAt: '2020-01-01T00:00:00Z' }, 'createdAt'],
  ])('is refused, naming the field: %o', async (more, field) => {
    const { ask, byKey } = geoInMemory();
    const { status, body } = await ask('createContact', { ...key, ...more });
    expect(status).toBe(400);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([field]);
    expect((await byKey()).status).toBe(404);
  });
});

describe('replacing a contact', () => {
  const replacement = { ...key, emails: [{ value: 'new@example.org' }] };

  test('makes a new one, deletes the old one, and each names the other', async () => {
    const { ask, create, byKey, history } = geoInMemory();
    const old = await create({ emails: [{ value: 'old@example.org' }] });
    const { status, body } = await ask('replaceContact', replacement);
    expect(status).toBe(200);
    expect(body).toEqual({ contactId: expect.any(String), version: 1, replaced: old });
    expect(body.contactId).not.toBe(old);
    expect((await byKey()).body).toMatchObject({ contactId: body.contactId, emails: [{ value: 'new@example.org' }] });
    expect((await ask('getContact', { contactId: old })).status).toBe(404);
    expect((await history('contact', old)).at(-1)!.data).toEqual({
      ...key,
      why: 'replaced',
      replacedBy: body.contactId,
    });
    expect((await history('contact', body.contactId))[0]!.data).toMatchObject({ replaces: old });
  });

  test('creates one where there is none', async () => {
    const { ask, byKey } = geoInMemory();
    const { body } = await ask('replaceContact', replacement);
    expect(body.replaced).toBeNull();
    expect((await byKey()).body.contactId).toBe(body.contactId);
  });

  test.each([
    [{ emails: [{ value: 'nobody' }] }, 400],
    [{ phoneNumbers: [{ value: '12' }] }, 400],
    [{ locationId: 'B'.repeat(64) }, 404],
  ])('leaves the old one as it was, if the new one is refused: %o', async (more, status) => {
    const { ask, create, byKey, types } = geoInMemory();
    const old = await create({ emails: [{ value: 'old@example.org' }] });
    expect((await ask('replaceContact', { ...key, ...more })).status).toBe(status);
    expect((await byKey()).body).toMatchObject({ contactId: old, emails: [{ value: 'old@example.org' }] });
    expect(await types('contact', old)).toEqual(['ContactCreated']);
  });

  test('may be repeated with its idempotency key, also after a later replacement', async () => {
    const { ask, create, byKey, types } = geoInMemory();
    const old = await create();
    const headers = { 'idempotency-key': 'one' };
    const first = await ask('replaceContact', replacement, { headers });
    const again = await ask('replaceContact', replacement, { headers });
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await types('contact', first.body.contactId)).toEqual(['ContactCreated']);

    const later = await ask('replaceContact', key);
    expect(later.body.replaced).toBe(first.body.contactId);
    expect((await ask('replaceContact', replacement, { headers })).body).toMatchObject({ replaced: old });
    expect((await byKey()).body.contactId).toBe(later.body.contactId);
    const reused = await ask('replaceContact', { ...replacement, locale: 'de-AT' }, { headers });
    expect(reused.body.code).toBe('idempotency-key-reused');
  });

  test('twenty times at once leaves exactly one', async () => {
    const { ask, create, byKey, platform } = geoInMemory();
    const ids = [await create()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => ask('replaceContact', { ...key, emails: [{ value: `m${i}@example.org` }] })),
    );
    for (const { status, body } of answers) {
      expect([200, 409], JSON.stringify(body)).toContain(status);
      if (status === 200) ids.push(body.contactId);
      else expect(body.code).toBe('busy-try-again');
    }
    const live = await Promise.all(ids.map(async (contactId) => (await ask('getContact', { contactId })).status));
    expect(live.filter((status) => status === 200)).toHaveLength(1);
    const holder = await platform.events.holder(
      orgId,
      { kind: 'claims', context: 'geo', name: 'external-key' },
      `customer#${customer}`,
    );
    expect((await byKey()).body.contactId).toBe(holder);
  });
});

describe('deleting a contact', () => {
  test('is final, and may be repeated', async () => {
    const { ask, create, types } = geoInMemory();
    const contactId = await create();
    expect((await ask('deleteContact', { contactId })).body).toEqual({ contactId, version: 2 });
    expect((await ask('deleteContact', { contactId })).body).toEqual({ contactId, version: 2 });
    expect(await types('contact', contactId)).toEqual(['ContactCreated', 'ContactDeleted']);
    expect((await ask('getContact', { contactId })).status).toBe(404);
    expect((await ask('deleteContact', { contactId: newId('none') })).status).toBe(404);
  });

  test('by key deletes exactly this pair', async () => {
    const { ask, create, byKey } = geoInMemory();
    const contactId = await create();
    await ask('createContact', { contextKey: 'user', relatedEntityId: other });
    for (const pair of [
      { contextKey: 'user', relatedEntityId: customer },
      { contextKey: 'customer', relatedEntityId: other },
      { contextKey: 'Customer', relatedEntityId: customer },
    ])
      expect((await ask('deleteContactByKey', pair)).body).toEqual({ deleted: null });
    expect((await byKey()).status).toBe(200);
    expect((await ask('deleteContactByKey', key)).body).toEqual({ deleted: contactId });
    expect((await ask('deleteContactByKey', key)).body).toEqual({ deleted: null });
    expect((await byKey({ contextKey: 'user', relatedEntityId: other })).status).toBe(200);
  });
});

describe('many contacts', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      contextKey: 'customer',
      relatedEntityId: newId(`c ${i}`),
      location: vienna,
    }));

  test('are created, each with its own result and id, at one location', async () => {
    const { ask, types } = geoInMemory();
    await ask('createContact', { contextKey: 'customer', relatedEntityId: newId('c 7') });
    const { body } = await ask('createContacts', { items: items(100) });
    const { results } = body;
    expect(results.map(({ id }: { id: string }) => id)).toEqual(
      items(100).map(({ relatedEntityId }) => relatedEntityId),
    );
    expect(results.filter(({ outcome }: { outcome: string }) => outcome === 'refused')).toEqual([
      expect.objectContaining({ id: newId('c 7'), problem: expect.objectContaining({ code: 'external-key-taken' }) }),
    ]);
    const found = await ask('getContacts', {
      ids: results.flatMap(({ contactId }: { contactId?: string }) => contactId ?? []),
    });
    expect(found.body.results).toHaveLength(99);
    const places = new Set(found.body.results.map(({ contact }: any) => contact.locationId));
    expect(places.size).toBe(1);
    expect(await types('location', [...places][0] as string)).toEqual(['LocationRegistered']);
  });

  test('the same one twice in a request is created once', async () => {
    const { ask } = geoInMemory();
    const { body } = await ask('createContacts', { items: [...items(1), ...items(1)] });
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['done', 'refused']);
  });

  test('may be none, for every operation', async () => {
    const { ask } = geoInMemory();
    for (const [name, input] of [
      ['createContacts', { items: [] }],
      ['deleteContacts', { items: [] }],
      ['getContacts', { ids: [], keys: [] }],
      ['getContacts', {}],
    ] as const)
      expect(await ask(name, input)).toMatchObject({ status: 200, body: { results: [] } });
  });

  test('are 100 at most', async () => {
    const { ask } = geoInMemory();
    expect((await ask('createContacts', { items: items(101) })).status).toBe(400);
    const ids = Array.from({ length: 51 }, (_, i) => newId(`c ${i}`));
    const keys = items(50).map(({ location: _, ...it }) => it);
    expect((await ask('getContacts', { ids, keys })).status).toBe(400);
    expect((await ask('getContacts', { ids, keys: keys.slice(1) })).status).toBe(200);
  });

  test('are found by id and by key, with a result for each, in order', async () => {
    const { ask, create } = geoInMemory();
    const contactId = await create();
    const missing = newId('missing');
    const { body } = await ask('getContacts', {
      ids: [missing, contactId],
      keys: [key, { ...key, contextKey: 'user' }],
    });
    expect(body.results.map(({ contact, ...result }: any) => [result, contact?.contactId])).toEqual([
      [{ outcome: 'not-found' }, undefined],
      [{ outcome: 'found' }, contactId],
      [{ outcome: 'found' }, contactId],
      [{ outcome: 'not-found' }, undefined],
    ]);
  });

  test('are deleted, each with its own result', async () => {
    const { ask, create } = geoInMemory();
    const contactId = await create();
    const { body } = await ask('deleteContacts', { items: [{ contactId }, { contactId: newId('none') }] });
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['done', 'refused']);
  });
});

describe('an API key', () => {
  const routes = (contactId: string) =>
    [
      ['getContactByKey', key],
      ['createContact', { ...key, relatedEntityId: other }],
      ['replaceContact', key],
      ['deleteContactByKey', key],
      ['getContacts', { keys: [key] }],
      ['getContact', { contactId }],
      ['deleteContact', { contactId }],
    ] as const;

  test.each([
    ['without context keys', asKey()],
    ['with other context keys', asKey('user', 'Customer', 'customer2')],
  ])('%s reaches no contact', async (_, options) => {
    const { ask, create, byKey } = geoInMemory();
    const contactId = await create();
    for (const [name, input] of routes(contactId)) {
      const { status, body } = await ask(name, input, options);
      expect([status, body.code], name).toEqual(
        'contactId' in input ? [404, 'contact-not-found'] : [403, 'context-key-not-allowed'],
      );
    }
    const byId = await ask('getContacts', { ids: [contactId] }, options);
    expect(byId.body.results).toEqual([{ outcome: 'not-found' }]);
    const created = await ask('createContacts', { items: [{ ...key, relatedEntityId: other }] }, options);
    expect(created.body.results[0].problem.code).toBe('context-key-not-allowed');
    expect((await byKey()).body.contactId).toBe(contactId);
  });

  test('with the context key reaches its contacts, and only these', async () => {
    const { ask, create } = geoInMemory();
    const contactId = await create();
    const user = (await ask('createContact', { ...key, contextKey: 'user' })).body.contactId;
    const options = asKey('customer');
    const { body } = await ask('getContacts', { ids: [contactId, user] }, options);
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['found', 'not-found']);
    expect((await ask('replaceContact', key, options)).body.replaced).toBe(contactId);
    expect((await ask('getContacts', { keys: [key, { ...key, contextKey: 'user' }] }, options)).status).toBe(403);
  });
});

test('contacts are of one organization', async () => {
  const { ask, create } = geoInMemory();
  const contactId = await create();
  const org = 'another';
  expect((await ask('getContact', { contactId }, { org })).status).toBe(404);
  expect((await ask('getContactByKey', key, { org })).status).toBe(404);
  expect((await ask('deleteContactByKey', key, { org })).body).toEqual({ deleted: null });
  expect((await ask('replaceContact', key, { org })).body.replaced).toBeNull();
  expect((await ask('getContact', { contactId })).status).toBe(200);
});
