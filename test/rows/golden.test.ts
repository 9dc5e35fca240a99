import { existsSync } from 'node:fs';
import { type Contexts, newId, type Platform, rebuilder } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { recordedIn } from '@waybill/kernel/storage/aws/items/event-items';
import { rowIn } from '@waybill/kernel/storage/aws/items/row-items';
import { orgId, someCaller } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { MemberJoined, OrganizationCreated } from '#events/organizations';
import { contents, recordId } from '#functions/comms/domain/content';
import * as contexts from '#functions/contexts';
import { recordedEvent } from '../support/recorded-event.ts';
import { tables } from '../tools/world.ts';
import { clock, fileOf, type Golden, goldens, goldenText, itemsOf, keyIn, projections, viewOf } from './golden.ts';
import { at, histories, org } from './histories.ts';

const allContexts: Contexts = contexts;
const named = (name: string) => projections.find(({ definition }) => definition.name === name)!;
const eventsOf = (some: readonly Golden[]) => [
  ...new Map(some.flatMap(({ events }) => events).map((item) => [`${item.pk!.S} ${item.sk!.S}`, item])).values(),
];
const aggregateOf = ({ events: [first] }: Golden) => recordedIn(first!).stream.aggregate;
/** The events that existed when a release wrote these rows. Later releases stored more events of the same aggregate. */
const eventsWith = (golden: Golden) =>
  eventsOf([golden, ...goldens.filter((other) => aggregateOf(other) !== aggregateOf(golden))]);
const streamsOf = (golden: Golden) => [
  ...Map.groupBy(golden.events.map(recordedIn), ({ stream }) => `${stream.aggregate} ${stream.id}`).values(),
];

const tenToEleven = { from: at('07:15'), to: at('07:45') };
const [first, last] = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];
type Asked = readonly [context: string, name: string, path?: Record<string, string>, query?: Record<string, string>];
const deliveryIds = ['unassigned', 'under way with trouble', 'delivered', 'failed and tried again', 'cancelled'].map(
  (name) => ({ deliveryId: newId(name) }),
);
const [routeId, oldRouteId] = [newId('north round'), newId('old round')];

/** Every query over the rows of a projection, with several inputs. */
const questions: Readonly<Record<string, readonly Asked[]>> = {
  delivery: [
    ...deliveryIds.map((path): Asked => ['deliveries', 'getDelivery', path]),
    ['deliveries', 'getDelivery', deliveryIds[2]!, { asOf: at('07:45') }],
    ['deliveries', 'getDeliveryStatistics'],
    ['deliveries', 'getDeliveryStatistics', {}, tenToEleven],
    ['deliveries', 'getDeliveryStatistics', {}, { from: first, to: last }],
    ['deliveries', 'getRoutePerformance', { routeId }],
    ['deliveries', 'listDeliveries'],
    ['deliveries', 'listDeliveries', {}, { limit: '2' }],
    ['deliveries', 'listDeliveries', {}, { sort: 'createdAt', hasOpenIncidents: 'true' }],
    ['deliveries', 'listDeliveries', {}, { status: 'Delivered,Cancelled', createdFrom: at('07:15') }],
    ['deliveries', 'listDeliveries', {}, { reference: 'PO 1' }],
    ['deliveries', 'listRouteDeliveries', { routeId }, { status: 'InTransit' }],
    ['deliveries', 'listLiveDeliveries'],
    ['deliveries', 'listLiveDeliveries', {}, { limit: '100' }],
  ],
  // Only a nightly job reads its index.
  'contact-place': [],
  incident: [
    ['deliveries', 'listIncidents'],
    ['deliveries', 'listIncidents', {}, { state: 'Open', severity: 'High' }],
    ['deliveries', 'listIncidents', {}, { deliveryId: newId('under way with trouble'), from: at('07:00') }],
  ],
  driver: [
    ...['Ada', 'Ben', 'Cleo'].map((name): Asked => ['fleet', 'getDriver', { driverId: newId(name) }]),
    ['fleet', 'listDrivers'],
    ['fleet', 'listDrivers', {}, { q: 'ada' }],
    ['fleet', 'listDrivers', {}, { q: 'b1' }],
    ['fleet', 'listDrivers', {}, { standing: 'Retired' }],
    ['fleet', 'listDrivers', {}, { freeFrom: at('07:00'), freeTo: at('23:00') }],
    ['fleet', 'getFleetOverview'],
  ],
  vehicle: [
    ...['W 1', 'W 2', 'W 3'].map((name): Asked => ['fleet', 'getVehicle', { vehicleId: newId(name) }]),
    ['fleet', 'listVehicles'],
    ['fleet', 'listVehicles', {}, { q: 'w-2' }],
    ['fleet', 'listVehicles', {}, { standing: 'Maintenance' }],
    ['fleet', 'listVehicles', {}, { freeFrom: at('07:00'), freeTo: at('23:00') }],
    ['fleet', 'getFleetOverview'],
  ],
  route: [
    ['routes', 'getRoute', { routeId }],
    ['routes', 'getRoute', { routeId: oldRouteId }],
    ['routes', 'listRoutes'],
    ['routes', 'listRoutes', {}, { status: 'Active', q: 'depot' }],
    ['routes', 'listRoutes', {}, { from: at('07:00'), to: at('11:30') }],
    ['routes', 'getRouteOverview'],
  ],
  'api-key': [['organizations', 'listApiKeys']],
  webhook: [
    ['comms', 'getWebhook', { webhookId: newId('shop') }],
    ['comms', 'listWebhooks'],
  ],
  inbox: [
    ['comms', 'listInbox'],
    ['comms', 'listInbox', {}, { unread: 'true', limit: '1' }],
    ...['shift', 'read'].map((name): Asked => ['comms', 'getInboxNotification', { notificationId: newId(name) }]),
  ],
  notification: [
    ...['news', 'link', 'pending'].map((name): Asked => ['comms', 'getNotification', { notificationId: newId(name) }]),
    ['comms', 'listNotifications'],
    ['comms', 'listNotifications', {}, { limit: '2' }],
    ['comms', 'listNotifications', {}, { recipient: newId('customer') }],
    ['comms', 'listNotifications', {}, { status: 'Undeliverable', from: at('07:00'), to: at('07:31') }],
    ['comms', 'listNotifications', {}, { recipient: newId('customer'), status: 'Pending' }],
  ],
};

/** Counters beside the rows are those of the earlier release until all rows are rewritten. */
const keptBeside = new Set(['statistics']);
const withoutFigures = (body: object) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !keptBeside.has(name)));

/** The indexes that contain the rows. */
const indexesIn = (rows: Golden['rows']) =>
  new Set(
    rows.flatMap((item) =>
      Object.entries(item).flatMap(([name, { S }]) => (/^gsi\dpk$/.test(name) ? [`${name} ${S}`] : [])),
    ),
  );
/** Whether rows are in the indexes that today's code reads. A new index is empty until rows are rewritten (ADR 13). */
const isIndexed = (golden: Golden): boolean => {
  const own = indexesIn(golden.rows);
  const current = goldens.find(
    ({ projection, shape }) => projection === golden.projection && shape === named(projection).shape(),
  );
  return current !== undefined && [...indexesIn(current.rows)].every((entry) => own.has(entry));
};
const isOfOne = (asked: string) =>
  /^get\w+ \{"(delivery|driver|vehicle|route)Id"/.test(asked) && !asked.startsWith('getRoutePerformance');

const answers = async (platform: Platform, asked: readonly Asked[]) => {
  const all: { asked: string; status: number; body: any }[] = [];
  for (const [context, name, pathParameters = {}, query = {}] of asked) {
    const event = {
      headers: {},
      pathParameters,
      multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, [value]])),
      requestContext: { authorizer: { sub: someCaller.userId, orgId: org, orgType: 'Customer', role: 'owner' } },
    };
    const { statusCode, body } = await allContexts[context]![name]!.with(platform)(event as any, {} as any);
    // A cursor has the position of the old row, where the next page begins.
    const { nextCursor, ...page } = JSON.parse(body);
    all.push({ asked: `${name} ${JSON.stringify({ ...pathParameters, ...query })}`, status: statusCode, body: page });
  }
  return all;
};

/** The claims of the histories. */
const claims = [
  ['deliveries', 'reference', 'PO 1', 'under way with trouble'],
  ['deliveries', 'reference', 'PO 2', 'cancelled'],
  ['fleet', 'licence', 'B1', 'Ada'],
  ['fleet', 'registration', 'W2', 'W 2'],
].map(([context = '', kind = '', value = '', name = '']) => ({
  context,
  kind,
  value,
  field: kind,
  holder: newId(name),
}));

/** The caller is an owner of the organization. */
const appends = [
  OrganizationCreated({ name: 'Acme', slug: 'acme', type: 'Customer' }),
  MemberJoined({ userId: someCaller.userId, role: 'owner' }),
].map((event, i) =>
  recordedEvent(event, { context: 'organizations', org, aggregate: 'organization', id: org }, i + 1, {
    at: at('00:00'),
  }),
);

/** What the notifications in the inbox say. */
const records = ['shift', 'read'].map((name) => ({
  store: contents,
  id: recordId(org, newId(name)),
  before: undefined,
  after: { data: { title: name, markdown: `**${name}**`, text: name } },
}));

const openTable = tables();
const platforms: readonly [string, (golden: Golden) => Promise<Platform>][] = [
  [
    'in memory',
    async (golden) => {
      const platform = memory({ clock });
      platform.given(eventsWith(golden).map(recordedIn));
      const view = viewOf(named(golden.projection));
      for (const item of golden.rows) await platform.views.put(view, rowIn(item, view), undefined);
      await platform.events.commit({ org, appends, claims, records });
      return platform;
    },
  ],
  [
    'on DynamoDB',
    async (golden) => {
      const { platform, table } = await openTable();
      const items = [...eventsWith(golden), ...golden.rows, ...golden.counters];
      for (let i = 0; i < items.length; i += 25) await table.batchPut(items.slice(i, i + 25));
      await platform.events.commit({ org, appends, claims, records });
      return { ...platform, clock };
    },
  ],
];

/** The rows of a projection that the current code folds from the same events. */
const today = async (golden: Golden) => {
  const projection = named(golden.projection);
  const { rows } = await itemsOf(projection, streamsOf(golden));
  const platform = memory({ clock });
  platform.given(eventsWith(golden).map(recordedIn));
  const view = viewOf(projection);
  for (const item of rows) await platform.views.put(view, rowIn(item, view), undefined);
  await platform.events.commit({ org, appends, claims, records });
  return platform;
};

describe.each(platforms)('rows of an earlier release, %s', (_, open) => {
  test.each(goldens.map((golden) => [golden.projection, golden.shape, golden] as const))(
    'of %s in the shape %s give the current result in every query, and are rewritten with their counters',
    async (name, _, golden) => {
      const asked = questions[name]!;
      const projection = named(name);
      const platform = await open(golden);
      const right = await answers(await today(golden), asked);

      const now = await answers(platform, asked);
      expect(now.filter(({ status }) => status !== 200)).toEqual([]);
      for (const [i, { asked, body }] of now.entries())
        if (isIndexed(golden) || isOfOne(asked))
          expect(withoutFigures(body), asked).toEqual(withoutFigures(right[i]!.body));

      const only = { only: { projection } } as unknown as Contexts;
      await rebuilder(only).with(platform)({});
      const later = { ...platform, clock: () => new Date(clock().getTime() + 300_000) };
      await rebuilder(only).with(later)({});
      const rows = await platform.views.getMany(
        golden.rows.map((item) => ({ view: viewOf(projection), key: keyIn(projection, item) })),
      );
      expect(new Set(rows.map((row) => row?.shape))).toEqual(new Set([projection.shape()]));
      expect(await answers(platform, asked)).toEqual(right);
    },
  );
});

describe('golden rows', () => {
  test.each(goldens.map((golden) => [golden.projection, golden.shape, golden] as const))(
    'of %s in the shape %s match the fold of the current code, if the shape is current',
    async (name, shape, golden) => {
      const projection = named(name);
      if (shape !== projection.shape()) return;
      const { rows, counters } = await itemsOf(projection, streamsOf(golden));
      const message = `${name} folds its events into different rows but declares the same shape: raise its revision`;
      expect({ rows, counters }, message).toEqual({ rows: golden.rows, counters: golden.counters });
    },
  );

  test.each(projections.map((projection) => [projection.definition.name, projection] as const))(
    'of %s exist in the current shape',
    async (_, projection) => {
      // Existing files are never edited. A new shape gets a new file, to be committed with the change.
      if (!existsSync(fileOf(projection)))
        await expect(await goldenText(projection)).toMatchFileSnapshot(fileOf(projection));
    },
  );

  test('are read by every query of a projection', () => {
    const reading = Object.entries(allContexts).flatMap(([context, manifest]) =>
      Object.entries(manifest).flatMap(([name, { definition }]) =>
        definition.kind === 'query'
          ? Object.values(definition.reads as object)
              .filter((shelf) => shelf.definition?.kind === 'projection' && shelf.definition.stored !== false)
              .map((shelf) => `${shelf.definition.name}: ${context}.${name}`)
          : [],
      ),
    );
    const asked = Object.entries(questions).flatMap(([projection, all]) =>
      all.map(([context, name]) => `${projection}: ${context}.${name}`),
    );
    expect([...new Set(asked)].toSorted()).toEqual([...new Set(reading)].toSorted());
  });

  test('cover every event that their projections fold', () => {
    const happened = new Set(histories.flat().map(({ type }) => type));
    const missing = projections
      .flatMap(({ definition }) => definition.eventTypes)
      .filter((type) => !happened.has(type));
    expect(missing).toEqual([]);
  });

  test('belong to their own organization', () => expect(org).not.toBe(orgId));
});
