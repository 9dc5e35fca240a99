import { localeOf, locales, negotiate } from '@waybill/languages';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const asked = (headers: Record<string, string>) => negotiate((name) => headers[name]);
const accepting = (value: string) => asked({ 'accept-language': value });

test('clients that send neither header get American English', () => expect(asked({})).toBe('en-US'));

describe('Accept-Language', () => {
  test.each([
    ['de-DE', 'de-DE'],
    ['en-GB, en;q=0.9', 'en-GB'],
    // What browsers in Austria, Belgium, Germany and Japan send.
    ['de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7', 'de-DE'],
    ['fr-BE,fr;q=0.9,en-US;q=0.8', 'fr-FR'],
    ['de,en-US;q=0.7,en;q=0.3', 'de-DE'],
    ['ja,en-US;q=0.9,en;q=0.8', 'ja-JP'],
    // The quality decides, then the order.
    ['it;q=0.2, es-MX;q=0.7, fr-CA;q=0.5', 'es-MX'],
    ['fr-CA;q=0.5, es-MX;q=0.5', 'fr-CA'],
    ['pt-BR, it;q=0.001', 'it-IT'],
    // Tags that are locales come before related ones.
    ['de-AT, en-GB;q=0.5', 'en-GB'],
    ['de-AT, pt;q=0.5', 'de-DE'],
    ['es-419', 'es-ES'],
    ['fr-CH, it-CH;q=0.9', 'fr-FR'],
    // Letter case, scripts, extensions.
    ['DE-de', 'de-DE'],
    ['EN-gb', 'en-GB'],
    ['de-Latn-AT', 'de-DE'],
    ['zh-Hant-TW, ja-Jpan-JP;q=0.5', 'ja-JP'],
    ['de-DE-u-co-phonebk', 'de-DE'],
    ['de-DE-1996', 'de-DE'],
    // White space is optional (RFC 9110 §5.6.3).
    [' fr-FR ; q=0.4 ,\tit-IT ; Q=0.8 ', 'it-IT'],
  ])('%s: %s', (value, expected) => expect(accepting(value)).toBe(expected));

  test.each([
    ['*'],
    ['*;q=0.5, pt'],
    ['pt-BR, zh'],
    ['de;q=0'],
    ['de;q=0.000, *'],
    ['de;q=2'],
    ['de;q=-1'],
    ['de;q=0.12345'],
    ['de;q=one'],
    ['de;level=1'],
    ['de;q=1;q=0.5'],
    ['de_DE'],
    ['d'],
    ['deutsch-und-mehr'],
    ['de--DE'],
    ['x-private'],
    ['i-klingon'],
    [''],
    [',,;;,=,'],
    ['\u0000de'],
    ['../de'],
    ['__proto__'],
    ['constructor'],
    [`de-${'a'.repeat(5000)}`],
  ])('%s: English', (value) => expect(accepting(value)).toBe('en-US'));

  test('one malformed tag does not affect the others', () =>
    expect(accepting('de_DE, %%%, fr;q=x, ja-JP;q=0.1')).toBe('ja-JP'));

  test('the first 30 tags count', () => {
    const then = (others: number) => accepting(`${'pt,'.repeat(others)}de`);
    expect([then(29), then(30), then(10_000)]).toEqual(['de-DE', 'en-US', 'en-US']);
  });
});

describe('X-Locale', () => {
  test.each([
    ['fr-CA', 'fr-CA'],
    ['FR-ca', 'fr-CA'],
    ['fr', 'fr-FR'],
    ['fr-BE', 'fr-FR'],
    ['es-AR', 'es-ES'],
    ['en-AU', 'en-US'],
    ['pt-BR', 'en-US'],
  ])('%s decides, whatever is accepted: %s', (locale, expected) =>
    expect(asked({ 'x-locale': locale, 'accept-language': 'ja-JP' })).toBe(expected),
  );

  test.each([[''], ['  '], ['*'], ['fr_CA'], ['fr-CA, de'], ['fr;q=1'], ['f'.repeat(200)]])(
    '%s is no language tag: Accept-Language decides',
    (locale) => expect(asked({ 'x-locale': locale, 'accept-language': 'ja-JP' })).toBe('ja-JP'),
  );
});

test('the locale for a stored language tag', () =>
  expect(['de', 'DE-ch', 'es-MX', 'pt', '', 'no language'].map(localeOf)).toEqual([
    'de-DE',
    'de-DE',
    'es-MX',
    'en-US',
    'en-US',
    'en-US',
  ]));

describe('for any headers', () => {
  const tag = fc.oneof(
    fc.constantFrom(...locales, 'de', 'fr', 'pt-BR', '*', 'zh-Hant-TW'),
    fc.string({ maxLength: 12 }),
  );
  const quality = fc.oneof(fc.double({ min: -1, max: 2 }).map(String), fc.string({ maxLength: 6 }));
  const range = fc.tuple(tag, fc.option(quality)).map(([name, q]) => (q === null ? name : `${name};q=${q}`));
  const header = fc.option(
    fc.oneof(
      fc.array(range, { maxLength: 60 }).map((all) => all.join(',')),
      fc.string({ unit: 'binary', maxLength: 2000 }),
    ),
    { nil: undefined },
  );

  test('the answer is one of the ten locales', () =>
    fc.assert(
      fc.property(header, header, (locale, accept) => {
        const all = { 'x-locale': locale, 'accept-language': accept };
        expect(locales).toContain(negotiate((name) => all[name as keyof typeof all]));
      }),
      { numRuns: 2000 },
    ));

  test('a supported locale that is preferred to all others is chosen', () =>
    fc.assert(
      fc.property(fc.constantFrom(...locales), fc.array(tag, { maxLength: 20 }), (locale, others) => {
        const rest = others.map((name) => `${name.replace(/[,;]/g, '')};q=0.5`);
        expect(accepting([...rest, locale].join(', '))).toBe(locale);
      }),
    ));
});
