import { sessions } from '@waybill/auth';
import {
  type AccessTo,
  accessOf,
  type Contexts,
  type Event,
  newId,
  type Platform,
  type RecordStore,
  type Records,
  type StoredRecord,
  whoIsRecords,
} from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import type { Projection } from '@waybill/kernel/read/projection';
import { orgId, recorded, rowAfter, someCaller } from '@waybill/kernel/testing';
import type { Booking } from '@waybill/kernel/write/resource';
import { beforeAll, describe, expect, test } from 'vitest';
import { NotificationRequested, WebhookCreated } from '#events/comms';
import { DeliveryCreated, type DeliveryStatus, IncidentReported } from '#events/deliveries';
import { DriverRegistered, VehicleRegistered } from '#events/fleet';
import { ContactCreated, LocationRegistered } from '#events/geo';
import { ApiKeyCreated, MemberJoined, memberships, OrganizationCreated } from '#events/organizations';
import { RouteCreated } from '#events/routes';
import { contents } from '#functions/comms/domain/content';
import { inboxRow } from '#functions/comms/projections/inbox-row';
import { notificationRow } from '#functions/comms/projections/notification-row';
import { webhookRow } from '#functions/comms/projections/webhook-row';
import * as contexts from '#functions/contexts';
import { deliveryRow } from '#functions/deliveries/projections/delivery-row';
import { incidentRow } from '#functions/deliveries/projections/incident-row';
import { driverRow } from '#functions/fleet/projections/driver-row';
import { vehicleRow } from '#functions/fleet/projections/vehicle-row';
import { signIns } from '#functions/identity/domain/sign-in/sign-ins';
import { invitations } from '#functions/organizations/domain/invitations/invitations';
import { apiKeyRow } from '#functions/organizations/projections/api-key-row';
import { routeRow } from '#functions/routes/projections/route-row';
import type { Counters, EventStore, ViewStore } from '../../layers/kernel/src/platform.ts';
import { activeRoute, changed, createdOn, proven, routeId, setOut, straight } from '../deliveries/support/support.ts';
import { ask, bearer, identityInMemory, aUser as registered } from '../identity/support/identity-in-memory.ts';

/** The number of rows of each kind in the test. */
const many = 100_000;
/** The number of index keys that cost as much to read as one row: half a read unit. */
const keysPerRow = 15;
/** The maximum number of items that any request may read. */
const itemsAtMost = 5_000;

const minute = 60_000;
const [locationId, contactId, webhookId] = ['A'.repeat(64), newId('contact'), newId('webhook')];
const externalKey = { contextKey: 'customer', relatedEntityId: newId('entity') };
const start = Date.parse('2026-01-01T00:00:00.000Z');
const moment = (i: number) => new Date(start + i * minute).toISOString();
const now = moment(many);
const allContexts: Contexts = contexts;

const [first, last] = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'];
const idOf = (kind: string, i: number) => `${String(i).padStart(8, '0')}-0000-4000-8000-${kind.padEnd(12, '0')}`;
const [deliveryId, driverId, vehicleId] = [idOf('d', 7), idOf('a', 7), idOf('e', 7)];

let platform: Platform;
let items = 0;

/** Counts every item that is read, by any method. */
const counted = (whole: Platform): Platform => {
  const counting =
    <Asked extends readonly unknown[], Answered>(
      ask: (...asked: Asked) => Promise<Answered>,
      size: (answer: Answered) => number,
    ) =>
    async (...asked: Asked): Promise<Answered> => {
      const answer = await ask(...asked);
      items += Math.max(1, size(answer));
      return answer;
    };
  const one = () => 1;
  const length = ({ length }: readonly unknown[]) => length;
  const { views, events, logs, records } = whole;
  return {
    ...whole,
    views: {
      ...views,
      get: counting(views.get, one),
      getMany: counting(views.getMany, length),
      list: counting(views.list, ({ length }) => Math.ceil(length / keysPerRow)),
      counters: counting(views.counters, length),
    },
    events: {
      ...events,
      read: counting(events.read, length),
      held: counting(events.held, length),
      booked: counting(events.booked, length),
      bookings: counting(events.bookings, ({ items }) => items.length),
      counts: counting(events.counts, ({ size }) => size),
      holder: counting(events.holder, one),
    },
    logs: { ...logs, latest: counting(logs.latest, length) },
    records: {
      ...records,
      get: counting(records.get, one),
      findBy: counting(records.findBy as any, length as any) as any,
    },
  };
};

interface Plenty {
  readonly projection: Projection<any>;
  readonly rowOf: (i: number) => object;
  readonly keyOf: (row: any) => string;
}

const begun = createdOn(straight);
const gone = [setOut, proven, changed('InTransit', 'Delivered')];
const delivery = rowAfter(deliveryRow, begun, ...gone)!;
const incident = rowAfter(
  incidentRow,
  IncidentReported({ incidentId: newId('i'), type: 'Delay', description: 'Jam' }),
)!;
const driver = rowAfter(driverRow, DriverRegistered({ name: 'Ada', licence: 'B 1' }))!;
const vehicle = rowAfter(vehicleRow, VehicleRegistered({ registration: 'W 1', type: 'Van' }))!;
const route = rowAfter(routeRow, RouteCreated({ origin: 'A', destination: 'B', scheduledStart: now }))!;
const key = rowAfter(apiKeyRow, ApiKeyCreated({ name: 'Door', role: 'agent', prefix: 'wb', hash: 'h' }))!;
const notification = rowAfter(
  notificationRow,
  NotificationRequested({ contactId: newId('c'), urgency: 'normal', sensitive: false }),
)!;
const toCaller = NotificationRequested({ userId: someCaller.userId, urgency: 'normal', sensitive: false });
const inInbox = rowAfter(inboxRow, toCaller)!;
const webhook = rowAfter(webhookRow, WebhookCreated({ url: 'https://example.com', eventTypes: ['*'] }))!;
const statuses = ['Active', 'Planning', 'Deactivated'] as const;
/** Zero-padded, so that text sorts like numbers. */
const padded = (i: number) => String(i).padStart(6, '0');

/** One delivery in a hundred has a different status. */
const exceptions: readonly DeliveryStatus[] = ['PickedUp', 'InTransit', 'OutForDelivery', 'Failed', 'Cancelled'];

/** Rows of every kind, created when they are read. The order of their numbers is the order of their indexes. */
const plenty: Readonly<Record<string, Plenty>> = {
  delivery: {
    projection: deliveryRow,
    rowOf: (i) => {
      const status = exceptions[i % 101] ?? 'Delivered';
      return {
        ...delivery,
        deliveryId: idOf('d', i),
        status,
        route: { ...delivery.route, routeId: i % 40 ? idOf('f', i % 2_000) : routeId },
        driver: { driverId: idOf('a', i % 1_000), name: 'Ada' },
        vehicle: { vehicleId: idOf('e', i % 1_000), registration: 'W 1' },
        customerId: idOf('0', i % 3_000),
        createdAt: moment(i),
        endedAt: status === 'Delivered' ? moment(i + 60) : null,
        reference: `PO ${i}`,
      };
    },
    keyOf: ({ deliveryId }) => deliveryId,
  },
  incident: {
    projection: incidentRow,
    rowOf: (i) => ({ ...incident, deliveryId, incidentId: idOf('c', i), reportedAt: moment(i) }),
    keyOf: ({ incidentId }) => incidentId,
  },
  driver: {
    projection: driverRow,
    rowOf: (i) => ({ ...driver, driverId: idOf('a', i), name: `Ada ${padded(i)}`, licence: `B ${padded(i)}` }),
    keyOf: ({ driverId }) => driverId,
  },
  vehicle: {
    projection: vehicleRow,
    rowOf: (i) => ({ ...vehicle, vehicleId: idOf('e', i), registration: `W ${padded(i)}` }),
    keyOf: ({ vehicleId }) => vehicleId,
  },
  route: {
    projection: routeRow,
    rowOf: (i) => ({ ...route, routeId: idOf('f', i), status: statuses[i % 3], scheduledStart: moment(i) }),
    keyOf: ({ routeId }) => routeId,
  },
  notification: {
    projection: notificationRow,
    rowOf: (i) => ({
      ...notification,
      notificationId: idOf('1', i),
      contactId: idOf('0', i % 2_000),
      status: i % 101 ? 'Delivered' : 'Failed',
      requestedAt: moment(i),
    }),
    keyOf: ({ notificationId }) => notificationId,
  },
  // Many users have an inbox; the caller's is read.
  inbox: {
    projection: inboxRow,
    rowOf: (i) => ({
      ...inInbox,
      notificationId: idOf('1', i),
      userId: i % 2 ? someCaller.userId : idOf('0', i % 2_000),
      requestedAt: moment(i),
      readAt: i % 3 ? moment(i + 1) : null,
    }),
    keyOf: ({ notificationId }) => notificationId,
  },
  webhook: {
    projection: webhookRow,
    rowOf: (i) => ({ ...webhook, webhookId: idOf('2', i), createdAt: moment(i) }),
    keyOf: ({ webhookId }) => webhookId,
  },
  'api-key': {
    projection: apiKeyRow,
    rowOf: (i) => ({ ...key, apiKeyId: idOf('b', i), createdAt: moment(i) }),
    keyOf: ({ apiKeyId }) => apiKeyId,
  },
};

const stored = ({ projection, rowOf, keyOf }: Plenty, i: number) => {
  const row = rowOf(i);
  return projection.stored(keyOf(row), row, 1);
};

/** Rows by their keys. The id of a row begins with its number. */
const rowOfKey = (name: string, key: string) => stored(plenty[name]!, Number(key.slice(0, 8)));

/** The row numbers in each index partition, in ascending order. Created when an index is first read. */
const partsOf = new Map<string, Map<string, number[]>>();
const partOf = (name: string, index: number, list: string, by: string): readonly number[] => {
  const parts = partsOf.get(name) ?? new Map<string, number[]>();
  if (!partsOf.has(name)) {
    partsOf.set(name, parts);
    for (let i = 0; i < many; i++)
      for (const [at, entry] of stored(plenty[name]!, i).indexes.entries()) {
        if (!entry) continue;
        const part = `${at} ${entry.index} ${entry.by}`;
        parts.set(part, parts.get(part) ?? []);
        parts.get(part)!.push(i);
      }
  }
  return parts.get(`${index} ${list} ${by}`) ?? [];
};

const views: Pick<ViewStore, 'list' | 'getMany' | 'counters'> = {
  getMany: async (places) => places.map(({ view: { name }, key }) => rowOfKey(name, key)),
  list: async ({ name }, { index, list, by, from, to, descending, after, limit }) => {
    const all = plenty[name]!;
    const part = partOf(name, index, list, by);
    const size = part.length;
    const at = (n: number) => stored(all, part[n]!);
    const position = (n: number) => {
      const row = at(n);
      return `${row.indexes[index]!.sort}#${row.key}`;
    };
    /** The number of elements before the first match. */
    const before = (isSo: (position: string) => boolean) => {
      let [low, high] = [0, size];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isSo(position(middle))) high = middle;
        else low = middle + 1;
      }
      return low;
    };
    const begins = from === undefined ? 0 : before((it) => it >= from);
    const ends = to === undefined ? size : before((it) => it >= to);
    const start =
      descending || after === undefined
        ? begins
        : Math.max(
            begins,
            before((it) => it > after),
          );
    const stop =
      descending && after !== undefined
        ? Math.min(
            ends,
            before((it) => it >= after),
          )
        : ends;
    const length = Math.max(0, Math.min(limit, stop - start));
    return Array.from({ length }, (_, n) => {
      const { key, indexes } = at(descending ? stop - 1 - n : start + n);
      return { key, sort: indexes[index]!.sort };
    });
  },
  counters: async ({ name }, { from = '', to = '~' } = {}) => {
    const sums = new Map<string, Record<string, number>>();
    const bucketsOf: Readonly<Record<string, () => void>> = {
      // Rows of one day or kind are alike, so the counters of one row are multiplied.
      delivery: () => {
        for (let i = 0; i < many; i += 1_440)
          addTo(sums, stored(plenty.delivery!, i).counters!, Math.min(1_440, many - i));
      },
      driver: () => addTo(sums, stored(plenty.driver!, 0).counters!, many),
      vehicle: () => addTo(sums, stored(plenty.vehicle!, 0).counters!, many),
      route: () => {
        for (const i of [0, 1, 2]) addTo(sums, stored(plenty.route!, i).counters!, Math.ceil((many - i) / 3));
      },
    };
    bucketsOf[name]?.();
    return [...sums]
      .map(([bucket, counts]) => ({ bucket, counts }))
      .filter(({ bucket }) => bucket >= from && bucket < to);
  },
};

const addTo = (sums: Map<string, Record<string, number>>, { bucket, counts }: Counters, times: number) => {
  const sum = { ...sums.get(bucket) };
  for (const [name, n] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + n * times;
  sums.set(bucket, sum);
};

/** Each driver and vehicle is assigned now, and each route has a delivery. */
const bookingOf = (resource: string, kind: string, i: number): Booking => ({
  resource,
  id: idOf(kind, i),
  holder: idOf('d', i),
  from: moment(i),
  to: moment(i + 1),
});
const kinds: Readonly<Record<string, string>> = { driver: 'a', vehicle: 'e' };
const bookings: Pick<EventStore, 'held' | 'booked' | 'counts'> = {
  held: async (_, { name }, id, { before = last, from = '' }) => {
    const booking = bookingOf(name, kinds[name]!, Number(id.slice(0, 8)));
    return booking.from < before && booking.from >= from ? [booking] : [];
  },
  booked: async (_, { name }, { limit }) =>
    Array.from({ length: Math.min(limit, many) }, (_, i) => bookingOf(name, kinds[name]!, i)),
  counts: async (_, __, ids) => new Map(ids.map((id) => [id, 1])),
};

/** Every notification has its content. */
const contentOr =
  (get: Records['get']): Records['get'] =>
  async (store, id) =>
    store.name === contents.name
      ? ({ id, data: { title: 'News', markdown: '*News*', text: 'News' }, version: 1 } as unknown as StoredRecord)
      : get(store, id);

beforeAll(async () => {
  const world = memory({ clock: () => new Date(now) });
  const records = { ...world.records, get: contentOr(world.records.get) };
  platform = { ...world, views: { ...world.views, ...views }, events: { ...world.events, ...bookings }, records };
  const claim = (context: string, kind: string, value: string, holder: string) => ({
    context,
    kind,
    value,
    field: kind,
    holder,
  });
  await world.events.commit({
    org: orgId,
    claims: [
      claim('deliveries', 'reference', 'PO 7', deliveryId),
      claim('fleet', 'licence', 'B7', driverId),
      claim('fleet', 'registration', 'W7', vehicleId),
      claim('geo', 'external-key', `customer#${externalKey.relatedEntityId}`, contactId),
    ],
  });
  world.given([
    ...activeRoute(straight),
    ...streamOf('deliveries', 'delivery', deliveryId, DeliveryCreated({ ...begun.data, reference: 'PO 7' }), ...gone),
    ...streamOf(
      'organizations',
      'organization',
      orgId,
      OrganizationCreated({ name: 'We', slug: 'we', type: 'Customer' }),
      MemberJoined({ userId: someCaller.userId, role: 'owner' }),
    ),
    ...streamOf(
      'comms',
      'notification',
      idOf('1', 7),
      NotificationRequested({ contactId: newId('c'), urgency: 'normal', sensitive: false }),
    ),
    ...streamOf('comms', 'notification', idOf('1', 8), toCaller),
    ...streamOf('comms', 'webhook', webhookId, WebhookCreated({ url: 'https://example.com', eventTypes: ['*'] })),
    ...streamOf('geo', 'location', locationId, LocationRegistered({ city: 'Vienna', countryCode: 'AT' })),
    ...streamOf(
      'geo',
      'contact',
      contactId,
      ContactCreated({ ...externalKey, locale: 'en-US', emails: [], phoneNumbers: [], locationId }),
    ),
    ...streamOf('fleet', 'driver', driverId, DriverRegistered({ name: 'Ada 7', licence: 'B 7' })),
    ...streamOf('fleet', 'vehicle', vehicleId, VehicleRegistered({ registration: 'W 7', type: 'Van' })),
  ]);
});

const streamOf = (context: string, aggregate: string, id: string, ...facts: Event[]) =>
  recorded(facts, { context, aggregate, id });

const asked = async (
  context: string,
  name: string,
  path: object = {},
  query: Readonly<Record<string, string>> = {},
) => {
  items = 0;
  const event = {
    headers: {},
    pathParameters: path,
    multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    requestContext: { authorizer: { sub: someCaller.userId, orgId, orgType: 'Customer', role: 'owner' } },
  };
  const { statusCode, body } = await allContexts[context]![name]!.with(counted(platform))(event as any, {} as any);
  return { status: statusCode as number, body: JSON.parse(body), items };
};

const [noon, nextNoon] = ['2026-02-03T12:00:00Z', '2026-02-04T12:00:00Z'];
type Case = readonly [context: string, name: string, path?: object, query?: Record<string, string>];

/** The inputs of each query, common and uncommon. */
const cases: readonly Case[] = [
  ['deliveries', 'getDelivery', { deliveryId }],
  ['deliveries', 'getDelivery', { deliveryId }, { asOf: last }],
  ['deliveries', 'getDeliverySummary', { deliveryId }],
  ['deliveries', 'listDeliveryEvents', { deliveryId }, { limit: '100' }],
  ['deliveries', 'getDeliveryStatistics'],
  ['deliveries', 'getDeliveryStatistics', {}, { from: first, to: last }],
  ['deliveries', 'getDeliveryStatistics', {}, { from: noon, to: nextNoon }],
  ['deliveries', 'getDeliveryStatistics', {}, { from: noon }],
  ['deliveries', 'getDeliveryStatistics', {}, { to: '2026-02-03T12:00:00.001Z' }],
  ['deliveries', 'listLiveDeliveries'],
  ['deliveries', 'listDeliveries', {}, { limit: '100' }],
  ['deliveries', 'listDeliveries', {}, { createdFrom: first, createdTo: last }],
  ['deliveries', 'listDeliveries', {}, { scheduledFrom: '2100-01-01T00:00:00Z', sort: 'createdAt' }],
  ['deliveries', 'listDeliveries', {}, { driverId: newId('unknown'), status: 'Failed', hasOpenIncidents: 'true' }],
  ['deliveries', 'listDeliveries', {}, { reference: 'PO 7' }],
  ['deliveries', 'listDeliveries', {}, { reference: 'nothing' }],
  ['deliveries', 'listIncidents', {}, { limit: '100' }],
  ['deliveries', 'listIncidents', {}, { deliveryId, state: 'Resolved', from: first, to: last }],
  ['deliveries', 'listRouteDeliveries', { routeId }, { status: 'Failed' }],
  ['deliveries', 'getRoutePerformance', { routeId }],
  ['fleet', 'getDriver', { driverId }],
  ['fleet', 'getVehicle', { vehicleId }],
  ['fleet', 'listDrivers', {}, { limit: '100' }],
  ['fleet', 'listDrivers', {}, { standing: 'Available' }],
  ['fleet', 'listDrivers', {}, { q: 'unknown' }],
  ['fleet', 'listDrivers', {}, { freeFrom: first, freeTo: last }],
  ['fleet', 'listVehicles', {}, { limit: '100' }],
  ['fleet', 'listVehicles', {}, { q: 'nothing', standing: 'Available' }],
  ['fleet', 'listVehicles', {}, { freeFrom: first, freeTo: last }],
  ['fleet', 'listDriverBookings', { driverId }, { from: first, to: last }],
  ['fleet', 'listVehicleBookings', { vehicleId }],
  ['fleet', 'getFleetOverview'],
  ['fleet', 'getFleetPolicy'],
  ['routes', 'getRoute', { routeId }],
  ['routes', 'getRouteOverview'],
  ['routes', 'listRoutes', {}, { limit: '100' }],
  ['routes', 'listRoutes', {}, { q: 'nowhere', from: first, to: last }],
  ['routes', 'listRoutes', {}, { from: last.replace('23:59', '22:59') }],
  ['organizations', 'listApiKeys', {}, { limit: '100' }],
  ['organizations', 'listInvitations', { organizationId: orgId }],
  ['audit', 'listAudit', {}, { from: first, to: last, actor: 'unknown' }],
  ['audit', 'listAudit', {}, { to: '2100-01-01T00:00:00Z' }],
  ['organizations', 'getOrganization', { organizationId: orgId }],
  ['organizations', 'listMembers', { organizationId: orgId }, { limit: '100' }],
  ['identity', 'listEmulationConsents'],
  ['identity', 'getEmailAvailability', {}, { email: 'unknown@example.org' }],
  ['platform', 'getServicesHealth'],
  ['comms', 'getNotification', { notificationId: idOf('1', 7) }],
  ['comms', 'getCustomerMessages'],
  ['comms', 'previewCustomerMessage', { customerMessage: 'Late' }],
  ['comms', 'getNotificationPreferences'],
  ['comms', 'listNotifications', {}, { limit: '100' }],
  ['comms', 'listNotifications', {}, { recipient: idOf('0', 7), status: 'Undeliverable', from: first, to: last }],
  ['comms', 'listNotifications', {}, { recipient: newId('unknown') }],
  ['comms', 'listInbox', {}, { limit: '100' }],
  ['comms', 'listInbox', {}, { unread: 'true' }],
  ['comms', 'getInboxNotification', { notificationId: idOf('1', 8) }],
  ['comms', 'getWebhook', { webhookId }],
  ['comms', 'listWebhooks'],
  ['comms', 'listWebhookDeliveries', { webhookId }, { limit: '100' }],
  ['geo', 'getLocation', { locationId }],
  ['geo', 'getContact', { contactId }],
  ['geo', 'getContactByKey', externalKey],
];

/** The queries of users about their own account, with a session. */
const personal = [
  'getSession',
  'getMe',
  'listSessions',
  'listSignIns',
  'listMyOrganizations',
  'listMyInvitations',
] as const;
/** The number of organizations, invitations, sessions and sign-in attempts: more than any list shows. */
const mine = 300;

describe(`with ${many} rows of each kind`, () => {
  const all = cases.map(([context, name, path = {}, query = {}]) => ({ context, name, path, query }));
  test.each(all)(`$context: $name $path $query reads ${itemsAtMost} items at most`, async (it) => {
    const { status, body, items } = await asked(it.context, it.name, it.path, it.query);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(items).toBeLessThanOrEqual(itemsAtMost);
  });

  test('a page of a list reads few more items than it returns', async () => {
    for (const [context, name, each] of [
      ['deliveries', 'listLiveDeliveries', 1],
      ['deliveries', 'listIncidents', 1],
      ['routes', 'listRoutes', 1],
      ['fleet', 'listDrivers', 2],
      ['fleet', 'listVehicles', 2],
      ['organizations', 'listApiKeys', 2],
    ] as const)
      expect((await asked(context, name, {}, { limit: '25' })).items, name).toBeLessThanOrEqual(25 * each + 5);
  });

  test.each([
    ['driver', { driverId }],
    ['vehicle', { vehicleId }],
    ['customer', { customerId: idOf('0', 7) }],
    ['route', { routeId }],
    ['status', { status: 'Cancelled' }],
    ['several statuses', { status: 'InTransit,OutForDelivery' }],
    ['nothing', {}],
  ])('a page of deliveries by %s is full and reads few more items than it returns', async (_, query: any) => {
    const { body, items } = await asked('deliveries', 'listDeliveries', {}, query);
    expect(body.items).toHaveLength(25);
    expect(items).toBeLessThanOrEqual(25 + 12);
  });

  test.each([
    ['routes', 'listRoutes', { status: 'Active' }],
    ['routes', 'listRoutes', { status: 'Active,Planning' }],
    ['routes', 'listRoutes', { from: moment(many - 200) }],
    ['fleet', 'listDrivers', { q: 'ada 00007' }],
    ['fleet', 'listDrivers', { q: 'b-00007' }],
    ['fleet', 'listVehicles', { q: 'w00007' }],
    ['deliveries', 'listIncidents', { deliveryId }],
    ['deliveries', 'listIncidents', { state: 'Open' }],
    ['deliveries', 'listIncidents', { type: 'Delay' }],
    ['comms', 'listNotifications', { status: 'Failed' }],
    ['comms', 'listNotifications', { recipient: idOf('0', 7) }],
    ['comms', 'listNotifications', { recipient: idOf('0', 7), status: 'Delivered' }],
    ['comms', 'listNotifications', { from: moment(50_000) }],
    ['comms', 'listInbox', {}],
    ['comms', 'listInbox', { unread: 'true' }],
  ])('a page of %s.%s %o is full and reads few more items than it returns', async (context, name, query: any) => {
    const { body, items } = await asked(context, name, {}, { limit: '10', ...query });
    expect(body.items).toHaveLength(10);
    expect(items).toBeLessThanOrEqual(50);
  });

  test('a unique value is found on the first page with a few reads', async () => {
    const delivery = await asked('deliveries', 'listDeliveries', {}, { reference: 'PO 7' });
    expect(delivery.body.items).toMatchObject([{ deliveryId }]);
    expect(delivery.items).toBeLessThanOrEqual(10);
    for (const [name, q, id] of [
      ['listDrivers', 'b-7', { driverId }],
      ['listVehicles', 'w 7', { vehicleId }],
    ] as const)
      expect((await asked('fleet', name, {}, { q, limit: '1' })).body.items).toMatchObject([id]);
  });

  test('statistics are read from counters and report their limits', async () => {
    const { body } = await asked('fleet', 'getFleetOverview', {}, { limit: '1' });
    expect(body.statistics.drivers).toMatchObject({ total: many, assigned: 2_000, available: many - 2_000 });
    expect(body.complete).toBe(false);
    const routes = (await asked('routes', 'getRouteOverview', {}, { limit: '1' })).body;
    expect(routes.statistics).toMatchObject({ active: 33_334, planning: 33_333, liveDeliveries: 1_000 });
    expect(routes.complete).toBe(false);
    const performance = (await asked('deliveries', 'getRoutePerformance', { routeId })).body;
    expect(performance.complete).toBe(false);
    expect(performance.deliveries).toBeGreaterThan(1_800);
    expect((await asked('deliveries', 'getDeliveryStatistics')).body.deliveries).toBe(many);
    // A day has 1,440 deliveries: more than are counted one by one.
    expect((await asked('deliveries', 'getDeliveryStatistics', {}, { from: noon })).body.counted.from).toBe(
      '2026-02-03T00:00:00.000Z',
    );
  });

  test('queries of users about themselves read at most what they return, and its organizations', async () => {
    const { platform } = identityInMemory();
    const { email, userId, token } = await registered(platform);
    const at = new Date().toISOString();
    const put = (store: RecordStore<any>, data: object) => ({ store, id: newId(), before: undefined, after: { data } });
    for (let i = 0; i < mine; i += 20)
      await platform.events.commit({
        records: Array.from({ length: 20 }, () => [
          put(memberships, { userId, organizationId: newId() }),
          put(invitations, { email, organizationId: newId() }),
          put(signIns, { userId, at, outcome: 'SignedIn', how: 'password', ip: '203.0.113.7', device: 'Firefox' }),
          put(sessions, { id: newId(), userId, token: newId(), expiresAt: last, createdAt: at, updatedAt: at }),
        ]).flat(),
      });
    for (const name of personal) {
      items = 0;
      const { status, body } = await ask(counted(platform), name, {}, bearer(token));
      expect(status, `${name} ${JSON.stringify(body)}`).toBe(200);
      expect(items, name).toBeLessThanOrEqual(2 * mine);
    }
  });

  /** Parameters, and one record for the address of a request on an open route. */
  const isSmall = (of: AccessTo['of']) =>
    of === whoIsRecords || ('kind' in of && (of.kind === 'parameter' || of.kind === 'queue'));

  test('every query is tested', () => {
    const queries = Object.entries(allContexts).flatMap(([context, manifest]) =>
      Object.entries(manifest).flatMap(([name, { definition }]) =>
        definition.kind === 'query' && accessOf(definition).some(({ of }) => !isSmall(of))
          ? [`${context}.${name}`]
          : [],
      ),
    );
    const judged = new Set([
      ...cases.map(([context, name]) => `${context}.${name}`),
      ...['identity', 'organizations'].flatMap((context) => personal.map((name) => `${context}.${name}`)),
    ]);
    expect(queries.filter((name) => !judged.has(name))).toEqual([]);
  });
});
