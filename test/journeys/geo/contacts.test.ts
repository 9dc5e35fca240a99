import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { good, people } from '#test/support/http/people';
import { refused, world } from '#test/support/http/world';

const { as } = world();
const officer = as('dispatcher');
const aKey = (contextKey = 'customer') => ({ contextKey, relatedEntityId: randomUUID() as string });
const pathOf = ({ contextKey, relatedEntityId }: ReturnType<typeof aKey>) =>
  `/geo/contacts/by-key/${encodeURIComponent(contextKey)}/${relatedEntityId}`;

test('a contact is created with its location, found by its key, replaced and deleted', async () => {
  const key = aKey('customer / VIP#1');
  const location = { address: { line1: 'Rua Augusta 1' }, city: 'Lisboa', postalCode: '1100-048', countryCode: 'PT' };
  const given = { ...key, locale: 'pt-PT', phoneNumbers: [{ value: '21 234 5678' }], location };
  const { contactId } = good(await officer.post('/geo/contacts', given), 201).body;
  const { body } = good(await as('auditor').get(pathOf(key)));
  expect(body).toMatchObject({ contactId, phoneNumbers: [{ value: '+351212345678' }], location: { city: 'Lisboa' } });

  const replaced = good(await officer.put(pathOf(key), { locationId: body.locationId })).body;
  expect(replaced).toMatchObject({ replaced: contactId, version: 1 });
  refused(await officer.get(`/geo/contacts/${contactId}`), 404, 'contact-not-found');
  expect(good(await officer.get(pathOf(key))).body).toMatchObject({
    contactId: replaced.contactId,
    locationId: body.locationId,
    phoneNumbers: [],
  });

  expect(good(await officer.delete(pathOf(key))).body).toEqual({ deleted: replaced.contactId });
  expect(good(await officer.delete(pathOf(key))).body).toEqual({ deleted: null });
  refused(await officer.get(pathOf(key)), 404, 'contact-not-found');
});

test('a hundred contacts at one address are created in one request, and found in another', async () => {
  const location = { address: { line1: `Depot ${randomUUID()}` }, countryCode: 'AT' };
  const items = Array.from({ length: 100 }, () => ({ ...aKey(), location }));
  const { results } = good(await officer.post('/geo/contacts/batch', { items })).body;
  expect(new Set(results.map(({ outcome }: any) => outcome))).toEqual(new Set(['done']));
  const keys = items.map(({ contextKey, relatedEntityId }) => ({ contextKey, relatedEntityId }));
  const found = good(await as('auditor').post('/geo/contacts/batch/get', { keys })).body.results;
  expect(found.map(({ contact }: any) => contact.contactId)).toEqual(results.map(({ contactId }: any) => contactId));
  expect(new Set(found.map(({ contact }: any) => contact.locationId)).size).toBe(1);
});

test('of twenty requests at once for one key, one creates the contact', async () => {
  const key = aKey();
  const answers = await Promise.all(Array.from({ length: 20 }, () => officer.post('/geo/contacts', key)));
  const created = answers.filter(({ status }) => status === 201);
  expect(created).toHaveLength(1);
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expect(answer.status).toBe(409);
    expect(['external-key-taken', 'busy-try-again']).toContain(answer.body.code);
  }
  expect((await officer.get(pathOf(key))).body.contactId).toBe(created[0]!.body.contactId);
});

test('ten replacements at once leave one contact', async () => {
  const key = aKey();
  const first = good(await officer.post('/geo/contacts', key), 201).body.contactId;
  const answers = await Promise.all(Array.from({ length: 10 }, () => officer.put(pathOf(key), {})));
  const done = answers.filter(({ status }) => status === 200).map(({ body }) => body);
  expect(done.length).toBeGreaterThan(0);
  for (const { status, body } of answers.filter(({ status }) => status !== 200)) {
    expect([409, 503]).toContain(status);
    expect(['busy-try-again', 'contended', 'overloaded']).toContain(body.code);
  }
  // Each replaces another one: they form one chain.
  expect(new Set(done.map(({ replaced }) => replaced)).size).toBe(done.length);
  const ids = [first, ...done.map(({ contactId }) => contactId)];
  const { results } = (await officer.post('/geo/contacts/batch/get', { ids })).body;
  expect(results.filter(({ outcome }: any) => outcome === 'found')).toHaveLength(1);
});

test('drivers and auditors change no contact', async () => {
  const key = aKey();
  for (const person of ['driver', 'auditor'] as const) {
    refused(await as(person).post('/geo/contacts', key), 403, 'role-too-low');
    refused(await as(person).put(pathOf(key), {}), 403, 'role-too-low');
    refused(await as(person).delete(pathOf(key)), 403, 'role-too-low');
  }
});

describe('an API key', () => {
  const { anOrganization, withKey } = people();
  let team: Awaited<ReturnType<typeof anOrganization>>;
  beforeAll(async () => {
    team = await anOrganization();
  });
  const client = async (more: object) => {
    const made = await (await team.owner.member()).post('/api-keys', { name: 'CRM', role: 'officer', ...more });
    return withKey(good(made, 201).body.key);
  };

  test('reaches the contacts of its context keys, and no others', async () => {
    const [crm, shop, none] = await Promise.all([
      client({ contextKeys: ['customer'] }),
      client({ contextKeys: ['shop', 'käufer'] }),
      client({}),
    ]);
    const key = aKey();
    const { contactId } = good(await crm!.post('/geo/contacts', key), 201).body;
    good(await crm!.get(`/geo/contacts/${contactId}`));
    for (const other of [shop!, none!]) {
      refused(await other.get(pathOf(key)), 403, 'context-key-not-allowed');
      refused(await other.put(pathOf(key), {}), 403, 'context-key-not-allowed');
      refused(await other.get(`/geo/contacts/${contactId}`), 404, 'contact-not-found');
      refused(await other.delete(`/geo/contacts/${contactId}`), 404, 'contact-not-found');
    }
    good(await shop!.post('/geo/contacts', aKey('käufer')), 201);
    good(await (await team.owner.member()).get(`/geo/contacts/${contactId}`));
  });
});
