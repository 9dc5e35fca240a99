import { type Event, newId } from '@waybill/kernel';
import { itsId } from '@waybill/kernel/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { IncidentReported, IncidentResolved, incidentTypes, severities } from '#events/deliveries';
import { listIncidents } from '#functions/deliveries/queries/list-incidents';
import { ask, at, created, happened, type World, world } from '../support/support.ts';

const deliveries = [newId('one'), newId('two'), newId('three')];
const minute = (i: number) => at(`12:${String(i).padStart(2, '0')}`);

/** Each type and each severity (and none) in turn; every third incident is resolved. */
const all = Array.from({ length: 42 }, (_, i) => ({
  incidentId: newId(`incident ${i}`),
  deliveryId: deliveries[i % 3]!,
  type: incidentTypes[i % incidentTypes.length]!,
  severity: [...severities, undefined][i % 5],
  state: i % 4 === 0 ? 'Resolved' : 'Open',
  reportedAt: minute(Math.floor(i / 2)),
}));
type Incident = (typeof all)[number];

let system: World;
beforeAll(async () => {
  system = world();
  for (const deliveryId of deliveries) {
    const story: [Event, string][] = all
      .filter((it) => it.deliveryId === deliveryId)
      .map(({ incidentId, type, severity, reportedAt }) => [
        IncidentReported({ incidentId, type, severity, description: 'So it was' }),
        reportedAt,
      ]);
    const ends: [Event, string][] = all
      .filter((it) => it.deliveryId === deliveryId && it.state === 'Resolved')
      .map(({ incidentId }) => [IncidentResolved({ incidentId }), at('13:00')]);
    const history: [Event, string][] = [[created, at('11:00')], ...story, ...ends];
    await happened(
      system,
      deliveryId,
      history.map(([fact]) => fact),
      history.map(([, time]) => time),
    );
  }
});

type Query = Record<string, string>;
const found = async (query: Query, limit = 4) => {
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { status, body } = await ask(listIncidents, system, {}, { query: { ...query, limit: `${limit}`, cursor } });
    expect(status, JSON.stringify(body)).toBe(200);
    ids.push(...body.items.map(({ incidentId }: Incident) => incidentId));
    cursor = body.nextCursor;
    if (!cursor) return ids;
  }
};
const newestFirst = (keeps: (it: Incident) => boolean) => {
  const place = ({ reportedAt, incidentId }: Incident) => `${reportedAt}#${incidentId}`;
  return all
    .filter(keeps)
    .toSorted((a, b) => (place(a) < place(b) ? 1 : -1))
    .map(({ incidentId }) => incidentId);
};

const filters: { name: string; query: Query; keeps: (it: Incident) => boolean }[] = [
  { name: 'open', query: { state: 'Open' }, keeps: ({ state }) => state === 'Open' },
  { name: 'resolved', query: { state: 'Resolved' }, keeps: ({ state }) => state === 'Resolved' },
  { name: 'type', query: { type: 'Weather' }, keeps: ({ type }) => type === 'Weather' },
  { name: 'severity', query: { severity: 'High' }, keeps: ({ severity }) => severity === 'High' },
  { name: 'delivery', query: { deliveryId: deliveries[1]! }, keeps: (it) => it.deliveryId === deliveries[1] },
  { name: 'from', query: { from: minute(5) }, keeps: ({ reportedAt }) => reportedAt >= minute(5) },
  { name: 'to', query: { to: minute(15) }, keeps: ({ reportedAt }) => reportedAt < minute(15) },
];

describe('incidents', () => {
  test('are sorted newest first and appear exactly once', async () => {
    for (const limit of [1, 4, 41, 42, 43, 100]) expect(await found({}, limit)).toEqual(newestFirst(() => true));
  });

  const pairs = filters.flatMap((one, i) => filters.slice(i).map((other) => ({ one, other })));
  test.each(pairs.filter(({ one, other }) => one === other || !('state' in one.query && 'state' in other.query)))(
    'are filtered by $one.name and $other.name',
    async ({ one, other }) =>
      expect(await found({ ...one.query, ...other.query })).toEqual(
        newestFirst((it) => one.keeps(it) && other.keeps(it)),
      ),
  );

  test('are filtered by all filters at once', async () => {
    const { incidentId, reportedAt, state, type, severity, deliveryId } = all[7]!;
    const query = { state, type, severity: severity!, deliveryId, from: reportedAt, to: at('12:04') };
    expect(await found(query)).toEqual([incidentId]);
  });

  test('are returned with their delivery', async () => {
    const { body } = await ask(listIncidents, system, {}, { query: { limit: '1', state: 'Resolved' } });
    expect(body.items[0]).toMatchObject({ deliveryId: expect.any(String), state: 'Resolved', resolvedAt: at('13:00') });
  });

  test('are empty for a delivery without incidents', async () =>
    expect(await found({ deliveryId: itsId })).toEqual([]));

  test('refuse unknown filter values', async () => {
    for (const query of [{ state: 'open' }, { type: 'Rain' }, { severity: 'Unrated' }, { from: 'now' }, { sort: 'x' }])
      expect((await ask(listIncidents, system, {}, { query })).status).toBe(400);
  });
});
