import { describe, expect, test } from 'vitest';
import { refused, world } from '#test/support/http/world';

const anyone = world().as('anonymous');

describe('all reference data', () => {
  test('is open to anyone, and to shared caches for a day', async () => {
    const { status, body, headers } = await anyone.get('/geo/reference-data');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=86400');
    expect(body.countries.AT.displayName).toBe('Austria');
    expect(body.subdivisionCodes.AT.split(' ')).toHaveLength(9);
    expect(body.subdivisionNames.AT.split('|').at(-1)).toBe('Wien');
    expect(body.locales.de.AT).toBe('Österreich');
  });

  test('is not sent again to a client that has it', async () => {
    const { etag } = await anyone.get('/geo/reference-data');
    const again = await anyone.get('/geo/reference-data', { 'if-none-match': etag! });
    expect(again).toMatchObject({ status: 304, etag, body: undefined });
    expect((await anyone.get('/geo/reference-data', { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

describe('a kind of reference data', () => {
  test.each([
    ['countries', 250, 'country'],
    ['subdivisions', 5070, 'subdivision'],
    ['currencies', 174, 'currency'],
    ['languages', 183, 'language'],
    ['locales', 482, 'locale'],
    ['geopolitical-entities', 59, 'geopolitical-entity'],
  ])('is listed in full: %s', async (kind, count, name) => {
    const { status, body, etag } = await anyone.get(`/geo/reference-data/${kind}`);
    expect(status).toBe(200);
    expect(body.items).toHaveLength(count);
    expect(new Set(body.items.map((item: { kind: string }) => item.kind))).toEqual(new Set([name]));
    expect((await anyone.get(`/geo/reference-data/${kind}`, { 'if-none-match': etag! })).status).toBe(304);
  });

  test('is listed for one country', async () => {
    const of = async (kind: string) => {
      const { body } = await anyone.get(`/geo/reference-data/${kind}?country=CH`);
      return body.items.map(({ code }: { code: string }) => code);
    };
    expect(await of('countries')).toEqual(['CH']);
    expect(await of('subdivisions')).toHaveLength(26);
    expect(await of('currencies')).toEqual(['CHF']);
    expect(await of('locales')).toEqual(expect.arrayContaining(['de-CH', 'fr-CH', 'it-CH', 'rm-CH']));
    expect(await of('languages')).toEqual([]);
  });

  test.each([
    ['/geo/reference-data/planets', 'kind'],
    ['/geo/reference-data/toString', 'kind'],
    ['/geo/reference-data/countries?country=ZZ', 'country'],
    ['/geo/reference-data/countries?country=__proto__', 'country'],
    ['/geo/reference-data/countries?limit=5', 'limit'],
  ])('is refused for %s', async (path, field) => {
    refused(await anyone.get(path), 400, 'invalid-input');
    const { errors } = (await anyone.get(path)).body;
    expect(JSON.stringify(errors)).toContain(field);
  });
});

describe('an entry of the reference data', () => {
  test('has all of its fields', async () => {
    const { status, body } = await anyone.get('/geo/reference-data/currencies/JPY');
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: 'currency',
      code: 'JPY',
      numeric: '392',
      displayName: 'Japanese Yen',
      officialName: 'Japanese Yen',
      decimalPlaces: 0,
      symbol: '¥',
      countries: ['JP'],
    });
  });

  test.each(['countries/ZZ', 'countries/at', 'countries/constructor', 'languages/xx'])(
    'is not found: %s',
    async (path) => {
      refused(await anyone.get(`/geo/reference-data/${path}`), 404, 'reference-entry-not-found');
    },
  );
});

test('reference data is limited for each network', async () => {
  const definitions = await import('#functions/contexts');
  const { getReferenceData, getReferenceEntry, listReferenceData } = definitions.geo;
  for (const { definition } of [getReferenceData, getReferenceEntry, listReferenceData])
    expect(definition.limits?.map(({ budget }) => [budget.most, budget.seconds, budget.perNetwork])).toEqual([
      [120, 60, true],
    ]);
});
