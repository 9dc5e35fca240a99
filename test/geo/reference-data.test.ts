import { gzipSync } from 'node:zlib';
import { referenceDocument, referenceEntries } from '@waybill/geo';
import { isCountry, isSubdivision, localeNamed } from '@waybill/geo/codes';
import { describe, expect, test } from 'vitest';
import codes from '../../layers/geo/src/data/codes.json' with { type: 'json' };

const entries = referenceEntries();
const { countries, subdivisions, currencies, languages, locales, 'geopolitical-entities': entities } = entries;
const all = <Entry>(of: ReadonlyMap<string, Entry>) => [...of.values()];

/** The codes that are not in the other kind. The list must be empty. */
const unresolved = (codes: readonly (string | null)[], of: ReadonlyMap<string, unknown>) =>
  codes.filter((code) => code !== null && !of.has(code));

describe('the reference data', () => {
  test('is complete: these are the counts of version 1.0.0', () => {
    expect(referenceDocument.version).toBe('1.0.0');
    expect(Object.fromEntries(Object.entries(entries).map(([kind, of]) => [kind, of.size]))).toEqual({
      countries: 250,
      subdivisions: 5070,
      currencies: 174,
      languages: 183,
      locales: 482,
      'geopolitical-entities': 59,
    });
  });

  test('has in every reference a code that exists', () => {
    const ofCountries = all(countries);
    const references = {
      sovereign: unresolved(
        ofCountries.map(({ sovereign }) => sovereign),
        countries,
      ),
      primaryCurrency: unresolved(
        ofCountries.map(({ primaryCurrency }) => primaryCurrency),
        currencies,
      ),
      primaryLocale: unresolved(
        ofCountries.map(({ primaryLocale }) => primaryLocale),
        locales,
      ),
      currencies: unresolved(
        ofCountries.flatMap(({ currencies }) => currencies),
        currencies,
      ),
      subdivisions: unresolved(
        ofCountries.flatMap(({ subdivisions }) => subdivisions),
        subdivisions,
      ),
      locales: unresolved(
        ofCountries.flatMap(({ locales }) => locales),
        locales,
      ),
      entities: unresolved(
        ofCountries.flatMap(({ geopoliticalEntities }) => geopoliticalEntities),
        entities,
      ),
      territories: unresolved(
        ofCountries.flatMap(({ territories }) => territories),
        countries,
      ),
      countryOfSubdivision: unresolved(
        all(subdivisions).map(({ country }) => country),
        countries,
      ),
      countriesOfCurrency: unresolved(
        all(currencies).flatMap(({ countries }) => countries),
        countries,
      ),
      language: unresolved(
        all(locales).map(({ language }) => language),
        languages,
      ),
      country: unresolved(
        all(locales).map(({ country }) => country),
        countries,
      ),
      members: unresolved(
        all(entities).flatMap(({ countries }) => countries),
        countries,
      ),
    };
    for (const [reference, missing] of Object.entries(references)) expect(missing, reference).toEqual([]);
  });

  test('has codes of the standards’ shapes, and each numeric code once', () => {
    const shapes = [
      [countries, /^[A-Z]{2}$/],
      [subdivisions, /^[A-Z]{2}-[A-Z0-9]{1,3}$/],
      [currencies, /^[A-Z]{3}$/],
      [languages, /^[a-z]{2}$/],
      [locales, /^[a-z]{2}-[A-Z]{2}$/],
      [entities, /^[A-Z0-9]{2,8}$/],
    ] as const;
    for (const [of, shape] of shapes) expect([...of.keys()].filter((code) => !shape.test(code))).toEqual([]);
    for (const of of [all(countries), all(currencies)]) {
      const numbers = of.map(({ numeric }) => numeric);
      expect(numbers.filter((number) => !/^\d{3}$/.test(number))).toEqual([]);
      expect(new Set(numbers).size).toBe(numbers.length);
    }
    const alpha3 = all(countries).map((country) => country.alpha3);
    expect(new Set(alpha3).size).toBe(250);
  });

  test('has no blank name, and none that is longer than the fields of addresses allow', () => {
    const names = [...all(countries), ...all(subdivisions), ...all(currencies)].flatMap((entry) => [
      entry.displayName,
      entry.officialName,
    ]);
    const others = [...all(languages), ...all(locales)].flatMap(({ name, endonym }) => [name, endonym]);
    for (const name of [...names, ...others]) {
      expect(name.trim()).toBe(name);
      expect(name.length).toBeGreaterThan(0);
      expect(name.length).toBeLessThanOrEqual(128);
    }
    expect(names.filter((name) => name.includes('|'))).toEqual([]);
  });

  test('has a primary currency for every country but Antarctica', () => {
    expect(all(countries).flatMap(({ code, primaryCurrency }) => (primaryCurrency ? [] : [code]))).toEqual(['AQ']);
    const primary = (code: string) => countries.get(code)?.primaryCurrency;
    expect([primary('BL'), primary('CW'), primary('SX'), primary('SL'), primary('BY')]).toEqual([
      'EUR',
      'XCG',
      'XCG',
      'SLE',
      'BYN',
    ]);
  });

  test('has known entries', () => {
    expect(countries.get('AT')).toMatchObject({
      alpha3: 'AUT',
      numeric: '040',
      displayName: 'Austria',
      officialName: 'Austria',
      phoneNumberPrefix: '43',
      sovereign: null,
      primaryCurrency: 'EUR',
      primaryLocale: 'de-AT',
      currencies: ['EUR'],
      subdivisions: ['AT-1', 'AT-2', 'AT-3', 'AT-4', 'AT-5', 'AT-6', 'AT-7', 'AT-8', 'AT-9'],
    });
    expect(countries.get('AT')?.geopoliticalEntities).toEqual(expect.arrayContaining(['EU', 'EUR', 'EZ', 'EEA', 'UN']));
    expect(countries.get('XK')).toMatchObject({ alpha3: 'XKX', numeric: '383', phoneNumberPrefix: '383' });
    expect(countries.get('GB')?.territories).toHaveLength(15);
    expect(countries.get('PR')).toMatchObject({ sovereign: 'US', phoneNumberPrefix: '1', primaryCurrency: 'USD' });
    expect(subdivisions.get('AT-9')).toEqual({
      code: 'AT-9',
      shortCode: '9',
      displayName: 'Wien',
      officialName: 'Wien',
      country: 'AT',
    });
    expect(currencies.get('JPY')).toMatchObject({ numeric: '392', decimalPlaces: 0, symbol: '¥', countries: ['JP'] });
    expect(currencies.get('KWD')?.decimalPlaces).toBe(3);
    expect(currencies.get('EUR')).toMatchObject({ numeric: '978', decimalPlaces: 2, symbol: '€' });
    expect(languages.get('de')).toEqual({ code: 'de', name: 'German', endonym: 'Deutsch' });
    expect(locales.get('de-AT')).toEqual({
      code: 'de-AT',
      name: 'German (Austria)',
      endonym: 'Deutsch (Österreich)',
      language: 'de',
      country: 'AT',
    });
    expect(locales.get('en-US')?.endonym).toBe('English (United States)');
    expect(entities.get('NATO')?.countries).toHaveLength(32);
    expect(entities.get('EUR')).toMatchObject({ name: 'European Union', type: 'PoliticalUnion' });
    expect(entities.get('EUR')?.countries).toHaveLength(27);
    expect(entities.get('UN')?.countries).toHaveLength(193);
  });

  test('is 60 KB at most when API Gateway compresses it', () => {
    expect(gzipSync(JSON.stringify(referenceDocument)).length).toBeLessThanOrEqual(60_000);
  });
});

describe('a code', () => {
  test('is known if and only if there is an entry with it', () => {
    expect([...countries.keys()].filter((code) => !isCountry(code))).toEqual([]);
    expect([...subdivisions.keys()].filter((code) => !isSubdivision(code))).toEqual([]);
    expect([...locales.keys()].filter((code) => localeNamed(code) !== code)).toEqual([]);
    const joined = (codes: object) => Object.values(codes).flatMap((all: string) => all.split(' ')).length;
    expect(codes.countries.split(' ')).toHaveLength(countries.size);
    expect([joined(codes.subdivisions), joined(codes.locales)]).toEqual([subdivisions.size, locales.size]);
  });

  test.each(['AT', 'XK', 'US'])('%s is a country', (code) => expect(isCountry(code)).toBe(true));
  test.each(['at', 'ZZ', '', 'AUT', 'toString', '__proto__'])('%s is no country', (code) =>
    expect(isCountry(code)).toBe(false),
  );
  test.each(['AT-9', 'US-CA', 'FR-75C'])('%s is a subdivision', (code) => expect(isSubdivision(code)).toBe(true));
  test.each(['AT-10', 'AT-', 'AT', 'US-ca', 'AT-1 2', 'constructor-x', 'AT-9-9'])('%s is no subdivision', (code) =>
    expect(isSubdivision(code)).toBe(false),
  );
  test('of a locale is found in any case', () => {
    expect(['de-AT', 'DE-at', 'en-us'].map(localeNamed)).toEqual(['de-AT', 'de-AT', 'en-US']);
    expect(['de', 'de-ZZ', '', 'de-AT-x', 'toString-AT', '__proto__-AT'].map(localeNamed)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});
