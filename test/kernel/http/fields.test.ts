import {
  bool,
  clearableText,
  csv,
  id,
  newId,
  optionalText,
  position,
  text,
  time,
  wholeNumber,
  z,
} from '@waybill/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const takes = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe('text', () => {
  test('is trimmed, and its spaces are collapsed', () => {
    expect(text(20).parse('  two \t\n  words\u00a0\u3000 ')).toBe('two words');
  });

  test.each(['', ' ', '\n\t', '\u00a0\u2003\ufeff'])('is not blank: %j', (blank) => {
    expect(takes(text(20), blank)).toBe(false);
  });

  test('is measured in code points', () => {
    expect(takes(text(5), 'abcde')).toBe(true);
    expect(takes(text(5), 'abcdef')).toBe(false);
    expect(takes(text(5), '🚚🚚🚚🚚🚚')).toBe(true);
    expect(takes(text(5), '🚚🚚🚚🚚🚚🚚')).toBe(false);
    expect(takes(text(5), '  abcde  ')).toBe(true);
    expect(takes(text(5, 3), 'ab')).toBe(false);
    expect(takes(text(5, 3), ' a b ')).toBe(true);
    expect(takes(text(5, 3), 'a    ')).toBe(false);
  });

  test.each(['שלום', 'مرحبا', '東京', 'Zürich', "O'Brien; DROP TABLE", '<b>', '𠮷', 'e\u0301'])('may be %s', (word) => {
    expect(text(30).parse(word)).toBe(word);
  });

  test.each([
    'a\u0000b',
    'a\u0007',
    '\u001b[31m',
    'a\u007fb',
    'a\u0085b'.replace('\u0085', '\u0090'),
    'a\ud800b',
    '\udc00',
  ])('must not have control characters and lone surrogates: %j', (odd) => {
    expect(takes(text(30), odd)).toBe(false);
  });

  test.each([1, null, undefined, {}, [], true])('is text, not %j', (value) => {
    expect(takes(text(30), value)).toBe(false);
  });

  test('that is optional may be blank, which counts as absent', () => {
    expect(optionalText(5).parse('  ')).toBeUndefined();
    expect(optionalText(5).parse(undefined)).toBeUndefined();
    expect(optionalText(5).parse(' a ')).toBe('a');
    expect(takes(optionalText(5), 'abcdef')).toBe(false);
    expect(takes(optionalText(5), null)).toBe(false);
  });

  test('that is clearable may be removed', () => {
    expect(clearableText(5).parse(null)).toBeNull();
    expect(clearableText(5).parse(undefined)).toBeUndefined();
    expect(clearableText(5).parse(' ')).toBeUndefined();
    expect(clearableText(5).parse('a')).toBe('a');
  });
});

describe('an id', () => {
  test('is in lower case', () => {
    const it = newId('it');
    expect(id().parse(it.toUpperCase())).toBe(it);
    expect(id().parse(newId())).toHaveLength(36);
  });

  test.each([
    '',
    'x',
    '1',
    newId('it').slice(1),
    `${newId('it')}#`,
    ` ${newId('it')}`,
    `{${newId('it')}}`,
    `${newId('it')}\n`,
  ])('is not %j', (odd) => {
    expect(takes(id(), odd)).toBe(false);
  });

  test('is the same for the same seed, and another for another', () => {
    expect(newId('it')).toBe(newId('it'));
    expect(newId('it')).not.toBe(newId('It'));
    expect(newId('it')).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(newId()).not.toBe(newId());
  });
});

describe('a time', () => {
  test.each([
    ['2026-05-04T08:30:00Z', '2026-05-04T08:30:00.000Z'],
    ['2026-05-04T08:30:00.5Z', '2026-05-04T08:30:00.500Z'],
    ['2026-05-04T08:30:00.123456789Z', '2026-05-04T08:30:00.123Z'],
    ['2026-05-04T08:30:00+02:00', '2026-05-04T06:30:00.000Z'],
    ['2026-05-04T00:30:00+14:00', '2026-05-03T10:30:00.000Z'],
    ['2024-02-29T00:00:00-05:30', '2024-02-29T05:30:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is converted to %s', (given, kept) => {
    expect(time().parse(given)).toBe(kept);
  });

  test.each([
    '2026-05-04T08:30:00',
    '2026-05-04',
    '2026-05-04 08:30:00Z',
    '2026-02-29T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-05-04T24:00:00Z',
    '2026-05-04T08:60:00Z',
    '2026-05-04T08:30:61Z',
    '2026-05-04T08:30:00+99:00',
    '2026-05-04T08:30:00+2',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '+010000-01-01T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    'tomorrow',
    '',
    1_777_883_400_000,
  ])('is not %j', (odd) => {
    expect(takes(time(), odd)).toBe(false);
  });
});

test('a position lies on the earth', () => {
  for (const [latitude, longitude] of [
    [90, 180],
    [-90, -180],
    [0, 0],
    [-0, 0.000001],
  ])
    expect(takes(position(), { latitude, longitude })).toBe(true);
  for (const [latitude, longitude] of [
    [90.000001, 0],
    [0, -180.000001],
    [Number.NaN, 0],
    [0, Number.POSITIVE_INFINITY],
    ['1', 0],
    [null, 0],
    [0, undefined],
  ])
    expect(takes(position(), { latitude, longitude })).toBe(false);
  expect(takes(position(), { latitude: 0, longitude: 0, altitude: 0 })).toBe(false);
});

test('a whole number is validated, with its bounds', () => {
  const schema = wholeNumber(1, 100);
  for (const [given, kept] of [
    ['1', 1],
    ['100', 100],
    ['007', 7],
  ] as const)
    expect(schema.parse(given)).toBe(kept);
  for (const odd of ['0', '101', '-1', '+1', '1.0', '1e1', '0x1', ' 1', '1 ', '', '١', '99999999999999999', 1])
    expect(takes(schema, odd)).toBe(false);
  expect(takes(wholeNumber(0), '9007199254740991')).toBe(true);
  expect(takes(wholeNumber(0), '9007199254740992')).toBe(false);
});

test('a flag is true or false', () => {
  expect([bool().parse('true'), bool().parse('false')]).toEqual([true, false]);
  for (const odd of ['TRUE', '1', '0', 'yes', '', true]) expect(takes(bool(), odd)).toBe(false);
});

test('several values may be repeated, or separated by commas', () => {
  const schema = csv(z.enum(['red', 'white', 'blue']));
  expect(schema.parse('red')).toEqual(['red']);
  expect(schema.parse('red,blue')).toEqual(['red', 'blue']);
  expect(schema.parse(['red', 'white,blue'])).toEqual(['red', 'white', 'blue']);
  expect(schema.parse(undefined)).toBeUndefined();
  for (const odd of ['', 'green', 'red,', 'red, blue', ['red', ''], 'Red', 'red,'.repeat(50).slice(0, -1)])
    expect(takes(schema, odd)).toBe(false);
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.string({
    unit: fc.constantFrom(' ', '\t', '\n', 'a', '🚚', '\ud83d', '\u200b', '0', '-', ':', 'T', 'Z', '.', '+'),
  }),
);
const anyTime = fc
  .tuple(fc.date({ noInvalidDate: false }), fc.constantFrom('Z', '+00:00', '-12:00', '+14:00', ''), fc.nat(12))
  .map(([date, offset, digits]) =>
    Number.isNaN(date.getTime())
      ? 'NaN'
      : date
          .toISOString()
          .slice(0, -1)
          .padEnd(23 + digits, '7') + offset,
  );

test.each<[string, z.ZodType, fc.Arbitrary<string>]>([
  ['text', text(20), anyText],
  ['optional text', optionalText(20), anyText],
  ['clearable text', clearableText(20), anyText],
  [
    'an id',
    id(),
    fc.oneof(
      anyText,
      fc.uuid(),
      fc.uuid().map((it) => it.toUpperCase()),
    ),
  ],
  ['a time', time(), fc.oneof(anyText, anyTime)],
  ['a number', wholeNumber(0, 50).transform(String), fc.oneof(anyText, fc.nat(99).map(String))],
  ['several values', csv(z.enum(['a', 'b'])), fc.oneof(anyText, fc.constantFrom('a', 'b', 'a,b', 'b,a,b'))],
])('any value of %s is refused, or stays the same when it is parsed again', (_, schema, given) => {
  fc.assert(
    fc.property(given, (value) => {
      const { success, data, error } = schema.safeParse(value);
      if (!success) expect(error.issues).not.toEqual([]);
      else expect(schema.parse(data)).toEqual(data);
      if (typeof data === 'string') expect(data.isWellFormed()).toBe(true);
    }),
    { numRuns: 500 },
  );
});
