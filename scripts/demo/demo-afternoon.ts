import assert from 'node:assert/strict';
import type { Cast } from './demo-cast.ts';
import type { Body } from './demo-client.ts';
import { west } from './demo-places.ts';

/** A delivery that fails, is retried and succeeds. */
export const afternoon = async (cast: Cast): Promise<void> => {
  const { day, step, office, plan, passes, status, lukas, van, electricVan } = cast;
  await step('12:30', 'The van is back from the garage', async () => {
    await office.put(`/vehicles/${van.vehicleId}/standing`, { standing: 'Available' });
    assert.equal((await office.get(`/vehicles/${van.vehicleId}`)).status, 'Available');
  });
  const routeId = await plan('12:50', west);
  const { deliveryId } = await step('13:05', 'CLOCKS-2 goes to Lukas and the electric van', () =>
    office.post('/deliveries', {
      routeId,
      driverId: lukas.driverId,
      vehicleId: electricVan.vehicleId,
      reference: 'CLOCKS-2',
    }),
  );
  await step('13:10', 'Nothing else may be called CLOCKS-2: 409 reference-taken', async () => {
    const no = await office.refused('409 reference-taken', 'POST /deliveries', { routeId, reference: 'CLOCKS-2' });
    assert.equal(no.field, 'reference');
  });

  await status('13:32', lukas, deliveryId, 'InTransit', 'Lukas sets out with CLOCKS-2');
  await passes('13:46', lukas, deliveryId, west, 1);
  await passes('14:01', lukas, deliveryId, west, 2);
  const why = 'Gate closed for a state visit';
  await status('14:10', lukas, deliveryId, 'Failed', 'The gate of Schönbrunn is closed: CLOCKS-2 fails', why);
  await status('14:40', lukas, deliveryId, 'PickedUp', 'The gate is open again: Lukas tries CLOCKS-2 a second time');
  await step(
    '14:42',
    'It starts over: attempt 2, no place passed yet, Lukas and the electric van booked again',
    async () => {
      const again = await office.get(`/deliveries/${deliveryId}`);
      assert.deepEqual([again.attempt, again.driver, again.vehicle], [2, lukas.shown, electricVan.shown]);
      assert.deepEqual(
        again.checkpoints.map((it: Body) => it.reachedAt),
        [null, null, null, null],
      );
      const { items } = await office.get(`/drivers/${lukas.driverId}/bookings`);
      assert.deepEqual(items, [{ deliveryId, routeId, from: day.momentOf(west.start), to: day.momentOf(west.end) }]);
    },
  );
  await status('14:45', lukas, deliveryId, 'InTransit', 'Lukas sets out again');
  await passes('14:55', lukas, deliveryId, west, 1);
  await passes('15:07', lukas, deliveryId, west, 2);
  await passes('15:20', lukas, deliveryId, west, 3);
  await passes('15:36', lukas, deliveryId, west, 4);
  await cast.delivered('15:52', lukas, deliveryId, west, 'Lukas hands CLOCKS-2 over at Schönbrunn');

  await step('16:00', 'Its summary has both attempts, and why the first one failed', async () => {
    const summary = await office.get(`/deliveries/${deliveryId}/summary`);
    assert.deepEqual([summary.outcome, summary.attempts], ['Delivered', 2]);
    assert.deepEqual(
      summary.failures.map(({ attempt, reason }: Body) => [attempt, reason]),
      [[1, why]],
    );
  });
};
