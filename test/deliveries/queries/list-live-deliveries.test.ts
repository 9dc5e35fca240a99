import { newId } from '@waybill/kernel';
import { beforeEach, describe, expect, test } from 'vitest';
import { IncidentReported, IncidentResolved } from '#events/deliveries';
import { listLiveDeliveries } from '#functions/deliveries/queries/list-live-deliveries';
import {
  ask,
  at,
  clockAt,
  created,
  createdOn,
  driverId,
  happened,
  historyTo,
  plan,
  reached,
  routeId,
  setOut,
  straight,
  throughAll,
  vehicleId,
  type World,
  world,
} from '../support/support.ts';

const clock = clockAt(at('12:30'));
let system: World;
beforeEach(() => {
  clock.set(at('12:30'));
  system = world(clock);
});
const board = async () => (await ask(listLiveDeliveries, system)).body.items;
const one = newId('one');
const reported = (name: string) => IncidentReported({ incidentId: newId(name), type: 'Other', description: name });

describe('the board', () => {
  test('shows the deliveries under way with all fields', async () => {
    await happened(system, one, [created, setOut, reached(1)], [at('12:00'), at('12:00'), at('12:20')]);
    expect(await board()).toEqual([
      {
        deliveryId: one,
        status: 'InTransit',
        reference: null,
        priority: 'Normal',
        route: { routeId, origin: 'Depot', destination: 'Harbour', scheduledEnd: at('16:00') },
        driver: { driverId, name: 'Ada' },
        vehicle: { vehicleId, registration: 'W-1' },
        createdAt: at('12:00'),
        lastCheckpoint: { sequence: 1, location: 'Mill', expectedAt: at('13:00'), reachedAt: at('12:20') },
        nextCheckpoint: { sequence: 2, location: 'Bridge', expectedAt: at('14:00') },
        delayMinutes: 0,
        openIncidents: 0,
        troubleSince: null,
      },
    ]);
  });

  test.each(Object.entries(historyTo))(
    'shows a delivery that is %s only if it is under way',
    async (status, history) => {
      await happened(system, one, history);
      expect(await board()).toHaveLength(status === 'InTransit' || status === 'OutForDelivery' ? 1 : 0);
    },
  );

  test('is empty when nothing is under way', async () => expect(await board()).toEqual([]));

  test('requires no parameters', async () => {
    expect((await ask(listLiveDeliveries, system, {}, { query: { status: 'InTransit' } })).status).toBe(400);
  });
});

describe('the delay', () => {
  const delay = async (now: string) => {
    clock.set(now);
    return (await board())[0].delayMinutes;
  };

  test('is none until the next checkpoint is overdue', async () => {
    await happened(system, one, [created, setOut], [at('12:00'), at('12:00')]);
    expect([await delay(at('12:30')), await delay(at('13:00')), await delay(at('13:12'))]).toEqual([0, 0, 12]);
  });

  test('is that of the last checkpoint, until the next one is overdue by more', async () => {
    await happened(system, one, [created, setOut, reached(1)], [at('12:00'), at('12:00'), at('13:25')]);
    expect([await delay(at('13:30')), await delay(at('14:10')), await delay(at('14:40'))]).toEqual([25, 25, 40]);
  });

  test('is measured by the end of the route after the last checkpoint', async () => {
    await happened(system, one, [createdOn(straight), setOut]);
    expect([await delay(at('15:59')), await delay(at('16:30'))]).toEqual([0, 30]);
  });

  test('when out for delivery is measured by the last checkpoint and the end of the route', async () => {
    const times = ['12:00', '12:00', '13:00', '14:00', '15:05', '15:05'].map(at);
    await happened(system, one, [created, setOut, ...throughAll], times);
    expect([await delay(at('15:30')), await delay(at('16:20'))]).toEqual([5, 20]);
  });
});

describe('the order', () => {
  const named = async () => {
    const names = ['quiet', 'late', 'old trouble', 'new trouble', 'resolved', 'older'];
    return (await board()).map(({ deliveryId }: any) => names.find((name) => newId(name) === deliveryId));
  };
  const begins = (name: string, facts: Parameters<typeof happened>[2], ...times: string[]) =>
    happened(system, newId(name), facts, times.map(at));

  test('is latest open incident first, then greatest delay, then oldest', async () => {
    const early = { ...plan, checkpoints: [{ sequence: 1, location: 'Mill', expectedAt: at('12:10') }] };
    const resolved = IncidentResolved({ incidentId: newId('c') });
    await begins('quiet', [created, setOut], '12:01', '12:01');
    await begins('older', [created, setOut], '12:00', '12:02');
    await begins('late', [createdOn(early), setOut], '12:03', '12:03');
    await begins('resolved', [created, setOut, reported('c'), resolved], '11:00', '12:04', '12:28', '12:29');
    await begins('old trouble', [createdOn(early), setOut, reported('a')], '12:00', '12:00', '12:05');
    await begins('new trouble', [created, setOut, reported('b')], '12:00', '12:00', '12:20');
    expect(await named()).toEqual(['new trouble', 'old trouble', 'late', 'resolved', 'older', 'quiet']);
  });

  test('depends on the latest of several open incidents', async () => {
    await begins('new trouble', [created, setOut, reported('a'), reported('b')], '12:00', '12:00', '12:01', '12:25');
    await begins('old trouble', [created, setOut, reported('c')], '12:00', '12:00', '12:20');
    expect(await named()).toEqual(['new trouble', 'old trouble']);
    expect((await board())[0]).toMatchObject({ openIncidents: 2, troubleSince: at('12:25') });
  });
});

describe('pages', () => {
  const pageOf = async (query: Record<string, string | undefined> = {}) =>
    (await ask(listLiveDeliveries, system, {}, { query })).body;

  test('have the latest open incidents first, then the earliest due, and each delivery once', async () => {
    const due = (time: string) =>
      createdOn({ ...plan, checkpoints: [{ sequence: 1, location: 'Mill', expectedAt: at(time) }] });
    for (const [i, time] of ['15:00', '12:10', '14:00', '12:05', '13:00'].entries())
      await happened(system, newId(`calm ${i}`), [due(time), setOut]);
    for (const [i, time] of ['12:10', '12:20', '12:00'].entries())
      await happened(
        system,
        newId(`trouble ${i}`),
        [created, setOut, reported(`${i}`)],
        [at('11:00'), at('11:00'), at(time)],
      );

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await pageOf({ limit: '3', cursor });
      seen.push(...items.map(({ deliveryId }: any) => deliveryId));
      cursor = nextCursor;
    } while (cursor);
    const names = ['trouble 1', 'trouble 0', 'trouble 2', 'calm 3', 'calm 1', 'calm 4', 'calm 2', 'calm 0'];
    expect(seen).toEqual(names.map((name) => newId(name)));
  });

  test('hold 100 deliveries by default', async () => {
    for (let i = 0; i < 101; i++) await happened(system, newId(`${i}`), [created, setOut]);
    const { items, nextCursor } = await pageOf();
    expect([items.length, (await pageOf({ cursor: nextCursor })).items.length]).toEqual([100, 1]);
    expect((await ask(listLiveDeliveries, system, {}, { query: { limit: '101' } })).status).toBe(400);
  });
});
