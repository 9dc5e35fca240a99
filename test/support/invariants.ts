import { expect } from 'vitest';
import { allPages, eventually, type world } from './http/world.ts';

const live = ['PickedUp', 'InTransit', 'OutForDelivery'];

/** Checks a whole organization for what must never happen (logistics §4). */
export const checkInvariants = async ({ as }: Pick<ReturnType<typeof world>, 'as'>) => {
  const { get } = as('auditor');
  await eventually(async () => {
    const deliveries = await allPages(get, '/deliveries', 100);
    // The list is eventually consistent; each delivery is read for its current state.
    const now = await Promise.all(
      deliveries.map(async ({ deliveryId }) => (await get(`/deliveries/${deliveryId}`)).body),
    );
    expect(now.map(({ status }) => status)).toEqual(deliveries.map(({ status }) => status));
    const alive = now.filter(({ status }) => live.includes(status));
    await booked(get, '/drivers', alive, ({ driver }) => driver?.driverId);
    await booked(get, '/vehicles', alive, ({ vehicle }) => vehicle?.vehicleId);
    const { statistics } = (await get('/routes/overview')).body;
    expect(statistics.liveDeliveries, 'deliveries live on routes').toBe(alive.length);
    await Promise.all(now.map(({ deliveryId }) => whole(get, deliveryId)));
  });
};

type Get = ReturnType<ReturnType<typeof world>['as']>['get'];

/** Each booking belongs to a live delivery, each live delivery has the bookings of its crew, and none overlap. */
const booked = async (get: Get, path: string, alive: any[], idOf: (delivery: any) => string | undefined) => {
  const ids = (await allPages(get, path, 100)).map((it) => it.driverId ?? it.vehicleId);
  const bookings = ids.map(async (id): Promise<string[]> => {
    const { items } = (await get(`${path}/${id}/bookings`)).body;
    for (const [i, { from }] of items.entries())
      if (i > 0) expect(from >= items[i - 1].to, `${path}/${id} is booked once at a time`).toBe(true);
    return items.map(({ deliveryId }: any) => `${id} ${deliveryId}`);
  });
  const held = (await Promise.all(bookings)).flat();
  const wanted = alive.flatMap((it) => (idOf(it) ? [`${idOf(it)} ${it.deliveryId}`] : []));
  expect(held.toSorted(), `bookings of ${path}`).toEqual(wanted.toSorted());
};

/** No event is missing, duplicated or out of order. */
const whole = async (get: Get, deliveryId: string) => {
  const events = await allPages(get, `/deliveries/${deliveryId}/events`, 100);
  expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1));
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
};
