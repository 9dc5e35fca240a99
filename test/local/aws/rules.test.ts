import { describe, expect, test } from 'vitest';
import { localBus, matches, type Pattern } from '#scripts/local/bus/rules';

const event = {
  'detail-type': 'DeliveryStatusChanged',
  source: 'waybill.deliveries',
  detail: { to: 'Failed', attempt: 2, note: null, tags: ['cold', 'fragile'], place: { city: 'Lisboa' }, blank: '' },
};

const fits: [name: string, pattern: object, expected: boolean][] = [
  ['an exact value', { source: ['waybill.deliveries'] }, true],
  ['another value', { source: ['waybill.fleet'] }, false],
  ['one of several values', { source: ['waybill.fleet', 'waybill.deliveries'] }, true],
  ['every field named', { source: ['waybill.deliveries'], 'detail-type': ['DriverAssigned'] }, false],
  ['a field within', { detail: { place: { city: ['Lisboa'] } } }, true],
  ['a field that is not there', { detail: { colour: ['red'] } }, false],
  ['a number, not its text', { detail: { attempt: ['2'] } }, false],
  ['null', { detail: { note: [null] } }, true],
  ['null where there is a value', { detail: { to: [null] } }, false],
  ['an empty text', { detail: { blank: [''] } }, true],
  ['an item of a list', { detail: { tags: ['fragile'] } }, true],
  ['no item of a list', { detail: { tags: ['heavy'] } }, false],
  ['a prefix', { source: [{ prefix: 'waybill.' }] }, true],
  ['a prefix in other case', { source: [{ prefix: 'Waybill.' }] }, false],
  ['a prefix whatever the case', { source: [{ prefix: { 'equals-ignore-case': 'WAYBILL.' } }] }, true],
  ['a suffix', { 'detail-type': [{ suffix: 'Changed' }] }, true],
  ['a suffix whatever the case', { 'detail-type': [{ suffix: { 'equals-ignore-case': 'changed' } }] }, true],
  ['a text whatever the case', { detail: { to: [{ 'equals-ignore-case': 'FAILED' }] } }, true],
  ['anything but a value', { detail: { to: [{ 'anything-but': 'Delivered' }] } }, true],
  ['anything but that value', { detail: { to: [{ 'anything-but': 'Failed' }] } }, false],
  ['anything but a list', { detail: { to: [{ 'anything-but': ['Failed', 'Cancelled'] }] } }, false],
  ['anything but a prefix', { detail: { to: [{ 'anything-but': { prefix: 'Fa' } }] } }, false],
  ['anything but a suffix', { detail: { to: [{ 'anything-but': { suffix: 'xx' } }] } }, true],
  ['anything but a wildcard', { detail: { to: [{ 'anything-but': { wildcard: 'F*d' } }] } }, false],
  [
    'anything but several, whatever the case',
    { detail: { to: [{ 'anything-but': { 'equals-ignore-case': ['x', 'FAILED'] } }] } },
    false,
  ],
  ['anything but, where there is nothing', { detail: { colour: [{ 'anything-but': 'red' }] } }, false],
  ['anything but, of a list with it', { detail: { tags: [{ 'anything-but': 'cold' }] } }, false],
  ['a number in a range', { detail: { attempt: [{ numeric: ['>', 1, '<=', 2] }] } }, true],
  ['a number outside', { detail: { attempt: [{ numeric: ['>', 2] }] } }, false],
  ['an equal number', { detail: { attempt: [{ numeric: ['=', 2] }] } }, true],
  ['a text is no number', { detail: { to: [{ numeric: ['>', 0] }] } }, false],
  ['a field that exists', { detail: { to: [{ exists: true }] } }, true],
  ['a field that does not', { detail: { colour: [{ exists: false }] } }, true],
  ['null exists', { detail: { note: [{ exists: true }] } }, true],
  ['a wildcard', { 'detail-type': [{ wildcard: 'Delivery*Changed' }] }, true],
  ['a wildcard with special characters', { source: [{ wildcard: 'waybillXdel*' }] }, false],
  ['a star that is meant', { source: [{ wildcard: 'waybill.\\*' }] }, false],
  ['one branch of or', { $or: [{ source: ['x'] }, { detail: { attempt: [2] } }] }, true],
  ['no branch of or', { $or: [{ source: ['x'] }, { source: ['y'] }] }, false],
  ['or beside a field', { source: ['x'], $or: [{ detail: { attempt: [2] } }] }, false],
  ['an unknown operator', { source: [{ sounds: 'waybill' }] }, false],
  ['an inherited property', { constructor: [{ exists: true }] }, false],
];

describe('a pattern', () => {
  test.each(fits)('%s', (_, pattern, expected) => {
    expect(matches(pattern as Pattern, event)).toBe(expected);
  });

  test('finds an object in a list of them', () => {
    expect(
      matches(
        { detail: { stops: { city: ['Porto'] } } },
        { detail: { stops: [{ city: 'Lisboa' }, { city: 'Porto' }] } },
      ),
    ).toBe(true);
  });
});

test('the bus sends an event to the queue of every matching rule', async () => {
  const sent: [string, any][] = [];
  const bus = localBus({
    rules: [
      { queue: 'all', pattern: { source: [{ prefix: 'waybill.' }] } },
      { queue: 'failures', pattern: { 'detail-type': ['Failed'] } },
    ],
    send: async (queue, message) => {
      sent.push([queue, message]);
    },
  });
  const envelope = { id: '1', type: 'Started', context: 'deliveries', at: '2026-01-01T00:00:00Z', data: {} } as any;
  expect(await bus.publish([envelope])).toEqual([]);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject(['all', { source: 'waybill.deliveries', 'detail-type': 'Started', detail: envelope }]);
});
