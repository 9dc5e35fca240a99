import { sayIn } from '@waybill/languages/say-in';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const say = sayIn({
  'must be after from': 'muss nach dem Beginn liegen',
  'must be after {field}': 'muss nach {field} liegen',
  'from {min} to {max} (both + more)': '{max} bis {min}, {max}',
  'not in {1}': 'nicht in {1}',
  'not {a} and {a}': 'nicht {a} und {a}',
  'Use `POST /vans/{vanId}/sale` for {vanId}.': '`POST /vans/{vanId}/sale` für {vanId}.',
});

test('a sentence is translated as a whole before it is by a pattern', () =>
  expect([say('must be after from'), say('must be after createdFrom')]).toEqual([
    'muss nach dem Beginn liegen',
    'muss nach createdFrom liegen',
  ]));

test('values are where the translation has them, as often as it has them', () =>
  expect(say('from 1 to 9 (both + more)')).toBe('9 bis 1, 9'));

test('a value is text, whatever is in it', () =>
  expect(say('must be after $&$1{field}')).toBe('muss nach $&$1{field} liegen'));

test('the same name is the same value', () =>
  expect([say('not x and x'), say('not x and y')]).toEqual(['nicht x und x', 'not x and y']));

test('names in braces, which are the same in every language, are no values of a whole sentence', () =>
  expect(say('Use `POST /vans/{vanId}/sale` for {vanId}.')).toBe('`POST /vans/{vanId}/sale` für {vanId}.'));

test('a sentence without a translation stays as it is', () => {
  for (const text of ['', '{1}', 'must be after', 'must be after two words', 'constructor', '__proto__', 'toString'])
    expect(say(text)).toBe(text);
});

test('any text has an answer, and one without a translation is the answer itself', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(say(`- ${text}`)).toBe(`- ${text}`);
    }),
  ));
