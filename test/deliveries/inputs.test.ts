import { newId } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { deliveryStatuses, incidentTypes, priorities, severities } from '#events/deliveries';
import { cancelDeliveries } from '#functions/deliveries/commands/cancel-deliveries';
import { cancelDelivery } from '#functions/deliveries/commands/cancel-delivery';
import { captureProof } from '#functions/deliveries/commands/capture-proof';
import { changeDeliveryStatus } from '#functions/deliveries/commands/change-delivery-status';
import { changeDeliveryStatuses } from '#functions/deliveries/commands/change-delivery-statuses';
import { createDelivery } from '#functions/deliveries/commands/create-delivery';
import { assignCrew } from '#functions/deliveries/commands/crew/assign-crew';
import { assignCrews } from '#functions/deliveries/commands/crew/assign-crews';
import { assignDriver } from '#functions/deliveries/commands/crew/assign-driver';
import { assignVehicle } from '#functions/deliveries/commands/crew/assign-vehicle';
import { unassignDriver } from '#functions/deliveries/commands/crew/unassign-driver';
import { unassignVehicle } from '#functions/deliveries/commands/crew/unassign-vehicle';
import { reportIncident } from '#functions/deliveries/commands/incidents/report-incident';
import { resolveIncident } from '#functions/deliveries/commands/incidents/resolve-incident';
import { resolveIncidents } from '#functions/deliveries/commands/incidents/resolve-incidents';
import { reachCheckpoint } from '#functions/deliveries/commands/reach-checkpoint';
import { getDeliveryStatistics } from '#functions/deliveries/queries/get-delivery-statistics';
import { listDeliveries } from '#functions/deliveries/queries/list-deliveries';
import { listIncidents } from '#functions/deliveries/queries/list-incidents';
import { at } from './support/support.ts';

const deliveryId = newId('a delivery');
const id = newId('something');
const picture = 'https://pictures.test/1';

/** The required input of each endpoint. */
const least = {
  createDelivery: [createDelivery, { routeId: id }],
  changeDeliveryStatus: [changeDeliveryStatus, { deliveryId, status: 'InTransit' }],
  reachCheckpoint: [reachCheckpoint, { deliveryId, sequence: 1 }],
  captureProof: [captureProof, { deliveryId, receiverName: 'Eve', photoUrl: picture }],
  reportIncident: [reportIncident, { deliveryId, type: 'Delay', description: 'Traffic' }],
  resolveIncident: [resolveIncident, { deliveryId, incidentId: id }],
  assignDriver: [assignDriver, { deliveryId, driverId: id }],
  assignVehicle: [assignVehicle, { deliveryId, vehicleId: id }],
  assignCrew: [assignCrew, { deliveryId, driverId: id }],
  unassignDriver: [unassignDriver, { deliveryId }],
  unassignVehicle: [unassignVehicle, { deliveryId }],
  cancelDelivery: [cancelDelivery, { deliveryId, reason: 'Not needed', requestedBy: 'Customer' }],
} as const;
type Call = keyof typeof least;
const calls = Object.keys(least) as Call[];

const parse = (call: Call, more: object) => {
  const [command, input] = least[call];
  return command.definition.input.safeParse({ ...input, ...more });
};
const takes = (call: Call, more: object) =>
  expect(parse(call, more).error?.issues, JSON.stringify(more)).toBeUndefined();
const refuses = (call: Call, more: object, field: string) =>
  expect(
    parse(call, more).error?.issues.map(({ path }) => path[0] ?? ''),
    JSON.stringify(more).slice(0, 80),
  ).toContain(field);

describe.each(calls)('%s', (call) => {
  const [, input] = least[call];

  test('accepts the required fields', () => takes(call, {}));

  test.each(Object.keys(input))('requires %s', (field) => {
    if (field === 'photoUrl') return refuses(call, { [field]: undefined }, 'signatureUrl');
    refuses(call, { [field]: undefined }, field);
    refuses(call, { [field]: null }, field);
  });

  test('refuses unknown fields', () => refuses(call, { surprise: 1 }, ''));

  test.each(Object.keys(input).filter((field) => field.endsWith('Id')))('%s must be an id', (field) => {
    takes(call, { [field]: id.toUpperCase() });
    for (const wrong of ['', 'x', `${id}0`, id.slice(1), ` ${id}`, id.replaceAll('-', ''), 7, [id]])
      refuses(call, { [field]: wrong }, field);
  });
});

describe.each([
  ['createDelivery', 'reference', 64, 'optional'],
  ['createDelivery', 'notes', 1000, 'optional'],
  ['changeDeliveryStatus', 'reason', 280, 'optional'],
  ['captureProof', 'receiverName', 200, 'needed'],
  ['reportIncident', 'description', 1000, 'needed'],
  ['resolveIncident', 'note', 500, 'optional'],
  ['assignDriver', 'reason', 200, 'optional'],
  ['assignVehicle', 'reason', 200, 'optional'],
  ['assignCrew', 'reason', 200, 'optional'],
  ['cancelDelivery', 'reason', 280, 'needed'],
] as const)('%s: %s', (call, field, max, need) => {
  const parsed = (value: string) => (parse(call, { [field]: value }).data as Record<string, unknown>)[field];

  test('accepts one character', () => takes(call, { [field]: 'x' }));
  test(`accepts ${max - 1} characters`, () => takes(call, { [field]: 'x'.repeat(max - 1) }));
  test(`accepts ${max} characters`, () => takes(call, { [field]: 'x'.repeat(max) }));
  test(`refuses ${max + 1} characters`, () => refuses(call, { [field]: 'x'.repeat(max + 1) }, field));

  test('counts code points', () => {
    takes(call, { [field]: '🚚'.repeat(max) });
    refuses(call, { [field]: '🚚'.repeat(max + 1) }, field);
  });

  test('does not count surrounding whitespace', () => expect(parsed(`  ${'x'.repeat(max)}\n`)).toBe('x'.repeat(max)));
  test('collapses whitespace within', () => expect(parsed(' a \t\n b ')).toBe('a b'));

  test.each(['', ' ', '\t\n'])('treats a blank value (%j) as absent', (blank) => {
    if (need === 'needed') return refuses(call, { [field]: blank }, field);
    expect(parsed(blank)).toBeUndefined();
  });

  test('must be text', () => {
    for (const wrong of [7, true, null, ['x'], { x: 1 }, 'a\u0000b', '\ud800'])
      refuses(call, { [field]: wrong }, field);
  });
});

describe('pictures', () => {
  const urlOf = (length: number) => picture.padEnd(length, 'x');

  test.each(['signatureUrl', 'photoUrl'])('%s must be an https URL of at most 500 characters', (field) => {
    for (const good of [picture, 'HTTPS://pictures.test', 'https://pictures.test:8443/a?b=c#d', urlOf(499), urlOf(500)])
      takes('captureProof', { [field]: good });
    const wrong = [
      'http://pictures.test',
      'ftp://x.test',
      'data:image/png;base64,AA',
      '//x.test',
      'x',
      'https://',
      'https:x.test',
    ];
    for (const bad of [...wrong, 'javascript:alert(1)', urlOf(501), 7])
      refuses('captureProof', { [field]: bad }, field);
  });
});

describe('numbers', () => {
  test('a sequence must be a whole number from 1', () => {
    for (const good of [1, 2, 100, Number.MAX_SAFE_INTEGER]) {
      takes('reachCheckpoint', { sequence: good });
      takes('reportIncident', { checkpoint: good });
    }
    for (const bad of [0, -1, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, true]) {
      refuses('reachCheckpoint', { sequence: bad }, 'sequence');
      refuses('reportIncident', { checkpoint: bad }, 'checkpoint');
    }
  });

  test.each(['reachCheckpoint', 'captureProof', 'reportIncident'] as const)('%s requires valid coordinates', (call) => {
    for (const [latitude, longitude] of [
      [-90, -180],
      [0, 0],
      [90, 180],
      [48.2, 16.4],
    ])
      takes(call, { position: { latitude, longitude } });
    for (const bad of [
      { latitude: -90.01, longitude: 0 },
      { latitude: 90.01, longitude: 0 },
      { latitude: 0, longitude: -180.01 },
      { latitude: 0, longitude: 180.01 },
      { latitude: '0', longitude: 0 },
      { latitude: 0 },
      { longitude: 0 },
      { latitude: 0, longitude: 0, altitude: 0 },
      [0, 0],
      null,
    ])
      refuses(call, { position: bad }, 'position');
  });
});

describe('enumerations', () => {
  test.each([
    ['createDelivery', 'priority', priorities],
    ['changeDeliveryStatus', 'status', deliveryStatuses],
    ['reportIncident', 'type', incidentTypes],
    ['reportIncident', 'severity', severities],
    ['cancelDelivery', 'requestedBy', ['Customer', 'Dispatcher', 'Driver']],
  ] as const)('%s: %s must match exactly', (call, field, words) => {
    for (const word of words) {
      takes(call, { [field]: word, ...(word === 'Failed' && { reason: 'Because' }) });
      for (const wrong of [word.toLowerCase(), word.toUpperCase(), ` ${word}`, `${word}s`])
        refuses(call, { [field]: wrong }, field);
    }
    for (const wrong of ['', 0, 3, '3', null, [words[0]]]) refuses(call, { [field]: wrong }, field);
  });

  test('the default priority is Normal', () =>
    expect(parse('createDelivery', {}).data).toMatchObject({ priority: 'Normal' }));
});

describe('a promised window', () => {
  const promise = (from: unknown, to: unknown, more = {}) => ({ promised: { from, to, ...more } });

  test('must end after it begins', () => {
    takes('createDelivery', promise(at('12:00'), '2026-05-04T12:00:00.001Z'));
    takes('createDelivery', promise('2026-05-04T14:00:00+02:00', at('12:01')));
    refuses('createDelivery', promise(at('12:00'), at('12:00')), 'promised');
    refuses('createDelivery', promise(at('12:00'), '2026-05-04T13:59:00+02:00'), 'promised');
  });

  test('must have valid times with an offset', () => {
    for (const bad of ['2026-05-04T12:00:00', '2026-05-04', '2026-02-30T12:00:00Z', '12:00', 7, null, undefined])
      refuses('createDelivery', promise(bad, at('20:00')), 'promised');
    refuses('createDelivery', promise('9999-12-31T12:00:00Z', '9999-12-31T23:59:00-01:00'), 'promised');
  });

  test('must have two times and no other field', () =>
    refuses('createDelivery', promise(at('12:00'), at('13:00'), { zone: 'UTC' }), 'promised'));
});

test.each(['driverId', 'vehicleId', 'customerId'])('createDelivery accepts an id as %s', (field) => {
  takes('createDelivery', { [field]: id });
  for (const bad of ['x', null, '', 7]) refuses('createDelivery', { [field]: bad }, field);
});

test.each([
  ['changeDeliveryStatuses', changeDeliveryStatuses, least.changeDeliveryStatus[1]],
  ['assignCrews', assignCrews, least.assignCrew[1]],
  ['cancelDeliveries', cancelDeliveries, least.cancelDelivery[1]],
  ['resolveIncidents', resolveIncidents, least.resolveIncident[1]],
])('%s accepts 1 to 100 items', (_, { definition }, item) => {
  const items = (count: number) => definition.input.safeParse({ items: Array(count).fill(item) }).success;
  expect([0, 1, 99, 100, 101].map(items)).toEqual([false, true, true, true, false]);
  expect(definition.input.safeParse({}).success).toBe(false);
  expect(definition.input.safeParse({ items: [{ ...item, surprise: 1 }] }).success).toBe(false);
  expect(definition.input.safeParse({ items: [item], surprise: 1 }).success).toBe(false);
});

describe('query parameters', () => {
  const asks = (
    { definition }: typeof listDeliveries | typeof listIncidents | typeof getDeliveryStatistics,
    query: object,
  ) => definition.input.safeParse(query);

  test('a limit is 1 to 100, by default 25', () => {
    for (const list of [listDeliveries, listIncidents]) {
      expect(asks(list, {}).data).toMatchObject({ limit: 25 });
      expect(['1', '25', '100'].map((limit) => asks(list, { limit }).success)).toEqual([true, true, true]);
      for (const limit of ['0', '101', '-1', '1.5', 'x', '', ' 1']) expect(asks(list, { limit }).success).toBe(false);
    }
  });

  test('a reference is normalized as when it was stored', () => {
    expect(asks(listDeliveries, { reference: ' PO  7 ' }).data).toMatchObject({ reference: 'PO 7' });
    expect(asks(listDeliveries, { reference: '🚚'.repeat(64) }).success).toBe(true);
    expect(asks(listDeliveries, { reference: 'x'.repeat(65) }).success).toBe(false);
  });

  test('several statuses can be given', () => {
    expect(asks(listDeliveries, { status: 'Failed' }).data).toMatchObject({ status: ['Failed'] });
    expect(asks(listDeliveries, { status: 'Failed,Cancelled' }).data).toMatchObject({
      status: ['Failed', 'Cancelled'],
    });
    expect(asks(listDeliveries, { status: ['Failed', 'Cancelled'] }).data).toMatchObject({
      status: ['Failed', 'Cancelled'],
    });
    for (const status of ['', 'failed', 'Failed,', 'Failed Cancelled'])
      expect(asks(listDeliveries, { status }).success).toBe(false);
  });

  test('the filter for open incidents is true or false', () => {
    expect(asks(listDeliveries, { hasOpenIncidents: 'true' }).data).toMatchObject({ hasOpenIncidents: true });
    expect(asks(listDeliveries, { hasOpenIncidents: 'false' }).data).toMatchObject({ hasOpenIncidents: false });
    for (const hasOpenIncidents of ['', '1', 'yes', 'True'])
      expect(asks(listDeliveries, { hasOpenIncidents }).success).toBe(false);
  });

  test('statistics require a range that ends after it begins', () => {
    const span = (from: string, to: string) => asks(getDeliveryStatistics, { from, to }).success;
    expect(span(at('12:00'), at('12:01'))).toBe(true);
    expect(span(at('12:00'), at('12:00'))).toBe(false);
    expect(span(at('12:00'), '2026-05-04T13:00:00+02:00')).toBe(false);
  });
});
