import assert from 'node:assert/strict';
import type { Cast } from './demo-cast.ts';
import type { Body } from './demo-client.ts';
import { innerCity } from './demo-places.ts';
import { eventually } from './demo-steps.ts';

/** A booking conflict, a cancellation, a breakdown and a hand-over; the delivery is completed. Returns its id. */
export const morning = async (cast: Cast): Promise<string> => {
  const { day, step, office, plan, passes, status, ana, lukas, mira, van, electricVan } = cast;
  const window = `${innerCity.start}–${innerCity.end}`;
  const routeId = await plan('07:50', innerCity);

  const { deliveryId } = await step('08:00', 'BOOKS-17 goes to Ana and the van, promised before noon', () =>
    office.post('/deliveries', {
      routeId,
      driverId: ana.driverId,
      vehicleId: van.vehicleId,
      reference: 'BOOKS-17',
      priority: 'High',
      promised: { from: day.momentOf('11:00'), to: day.momentOf('12:00') },
      notes: 'Fragile: first editions.',
    }),
  );
  const delivery = `/deliveries/${deliveryId}`;

  const hats = { routeId, reference: 'HATS-4', vehicleId: electricVan.vehicleId };
  const clash = await step(
    '08:08',
    ({ from, to }) =>
      `HATS-4 cannot go to Ana too: 409 resource-booked, BOOKS-17 has her ${day.timeOf(from)}–${day.timeOf(to)}`,
    async () => {
      const no = await office.refused('409 resource-booked', 'POST /deliveries', { ...hats, driverId: ana.driverId });
      const [from, to] = [innerCity.start, innerCity.end].map(day.momentOf);
      assert.deepEqual(no.conflicts, [{ resource: 'driver', id: ana.driverId, holder: deliveryId, from, to }]);
      return no.conflicts[0] as Body;
    },
  );

  await step('08:12', `Who is free ${window}? Lukas and Mira`, async () => {
    const query = new URLSearchParams({ freeFrom: clash.from, freeTo: clash.to });
    await eventually(
      () => office.get(`/drivers?${query}`),
      ({ items }) => assert.deepEqual(namesOf(items), [lukas.name, mira.name]),
    );
  });
  const { deliveryId: hatsId } = await step('08:20', 'HATS-4 goes to Lukas and the electric van', () =>
    office.post('/deliveries', { ...hats, driverId: lukas.driverId }),
  );

  await status('08:32', ana, deliveryId, 'InTransit', 'Ana sets out with BOOKS-17');
  await step('08:35', 'HATS-4 is cancelled by the customer; Lukas and the electric van are free again', async () => {
    const cancellation = { reason: 'Ordered the wrong size', requestedBy: 'Customer' };
    await office.post(`/deliveries/${hatsId}/cancellation`, cancellation, 200);
    assert.deepEqual(await office.get(`/drivers/${lukas.driverId}/bookings`), { items: [] });
    assert.deepEqual(await office.get(`/vehicles/${electricVan.vehicleId}/bookings`), { items: [] });
    const { outcome } = await office.get(`/deliveries/${hatsId}/summary`);
    assert.equal(outcome, 'Cancelled');
  });

  await passes('08:42', ana, deliveryId, innerCity, 1);
  await step('08:46', 'Ana cannot skip the Karlskirche: 409 checkpoint-out-of-order', async () => {
    const no = '409 checkpoint-out-of-order';
    const { expected } = await ana.app.refused(no, `POST ${delivery}/checkpoints`, { sequence: 3 });
    assert.equal(expected, 2);
  });
  await passes('08:56', ana, deliveryId, innerCity, 2);
  await step(
    '09:08',
    'Ana passes Naschmarkt; the signal is weak, her phone sends it twice, it counts once',
    async () => {
      const reached = { sequence: 3, position: innerCity.places[2]![1].position };
      await ana.app.postTwice(`${delivery}/checkpoints`, reached);
    },
  );
  await passes('09:15', ana, deliveryId, innerCity, 4);
  await passes('09:27', ana, deliveryId, innerCity, 5);
  await passes('09:39', ana, deliveryId, innerCity, 6);
  await passes('09:48', ana, deliveryId, innerCity, 7);
  const anasLast = await passes('10:00', ana, deliveryId, innerCity, 8);

  const { incidentId } = await step('10:06', 'A nail in the tyre: Ana reports a breakdown', () =>
    ana.app.post(`${delivery}/incidents`, {
      type: 'Breakdown',
      severity: 'High',
      description: 'Flat tyre in the Herrengasse',
      checkpoint: 8,
      position: innerCity.places[7]![1].position,
    }),
  );
  await step('10:10', 'The van cannot go to the garage while it carries BOOKS-17: 409 vehicle-in-use', async () => {
    const garage = { standing: 'Maintenance', reason: 'New tyre' };
    const no = await office.refused('409 vehicle-in-use', `PUT /vehicles/${van.vehicleId}/standing`, garage);
    assert.deepEqual(no.deliveries, [deliveryId]);
  });
  await step('10:20', 'BOOKS-17 is handed over to Mira and the electric van', async () => {
    const reason = 'Flat tyre';
    await office.put(`${delivery}/driver`, { driverId: mira.driverId, reason });
    await office.put(`${delivery}/vehicle`, { vehicleId: electricVan.vehicleId, reason });
    const { driver, vehicle } = await office.get(delivery);
    assert.deepEqual(driver, mira.shown);
    assert.deepEqual(vehicle, electricVan.shown);
    const [booking, ...more] = (await office.get(`/drivers/${mira.driverId}/bookings`)).items;
    assert.deepEqual([booking, more], [{ deliveryId, routeId, from: clash.from, to: clash.to }, []]);
  });
  await step('10:24', 'It is not Ana’s any more: 403 not-your-delivery', () =>
    ana.app.refused('403 not-your-delivery', `POST ${delivery}/checkpoints`, { sequence: 9 }),
  );
  await step('10:28', 'The van goes to the garage; Mira is Assigned, Ana is Available', async () => {
    await office.put(`/vehicles/${van.vehicleId}/standing`, { standing: 'Maintenance', reason: 'New tyre' });
    const [anaNow, miraNow] = await Promise.all([ana, mira].map((it) => office.get(`/drivers/${it.driverId}`)));
    assert.deepEqual([anaNow!.status, anaNow!.currentDeliveryId], ['Available', null]);
    assert.deepEqual([miraNow!.status, miraNow!.currentDeliveryId], ['Assigned', deliveryId]);
  });

  await passes('10:36', mira, deliveryId, innerCity, 9);
  await passes('10:45', mira, deliveryId, innerCity, 10);
  await step('10:52', 'The incident is resolved', async () => {
    await office.post(`${delivery}/incidents/${incidentId}/resolution`, { note: 'Tyre changed' }, 200);
    const query = new URLSearchParams({ deliveryId, state: 'Resolved' });
    await eventually(
      () => office.get(`/incidents?${query}`),
      ({ items }) =>
        assert.deepEqual(
          items.map((it: Body) => [it.incidentId, it.note]),
          [[incidentId, 'Tyre changed']],
        ),
    );
  });
  await passes('11:01', mira, deliveryId, innerCity, 11);
  await passes('11:14', mira, deliveryId, innerCity, 12);
  await step('11:20', 'Without its last place BOOKS-17 cannot go to the door: 409 checkpoints-missing', async () => {
    const no = '409 checkpoints-missing';
    const { missing } = await mira.app.refused(no, `PUT ${delivery}/status`, { status: 'OutForDelivery' });
    assert.deepEqual(missing, [13]);
  });
  await passes('11:28', mira, deliveryId, innerCity, 13);
  await step('11:40', 'BOOKS-17 is at the door; without proof it cannot be Delivered: 409 proof-needed', () =>
    mira.app.refused('409 proof-needed', `PUT ${delivery}/status`, { status: 'Delivered' }),
  );
  await cast.delivered('11:46', mira, deliveryId, innerCity, 'Mira hands BOOKS-17 to Frau Wessely, who signs');

  await step('11:56', 'And how did it stand when Café Central was passed? With Ana, under way', async () => {
    const then = await office.get(`${delivery}?asOf=${anasLast}`);
    assert.deepEqual([then.status, then.driver, then.proof], ['InTransit', ana.shown, null]);
  });
  return deliveryId;
};

const namesOf = (items: readonly Body[]) => items.map(({ name }) => name).toSorted();
