import { describe, expect, test } from 'vitest';
import { names, refused, world } from '#test/support/http/world';

const { as, aDriver, aVehicle, anActiveRoute, aDelivery, aCrewedDelivery, aDeliveryThatIs } = world();

const bulk = (path: string, items: object[], headers?: Record<string, string>) =>
  as('dispatcher').post(path, { items }, headers);
const outcomes = (body: any) => body.results.map(({ outcome, problem }: any) => problem?.code ?? outcome);

test('many deliveries change status in one request, independently and with results in order', async () => {
  const route = await anActiveRoute();
  const ready = await aCrewedDelivery();
  const unready = await aDelivery({ route });
  const gone = crypto.randomUUID();
  const items = [ready.deliveryId, unready.deliveryId, gone].map((deliveryId) => ({ deliveryId, status: 'InTransit' }));

  const { status, body } = await bulk('/deliveries/bulk/status', items);

  expect(status).toBe(200);
  expect(outcomes(body)).toEqual(['done', 'driver-and-vehicle-needed', 'delivery-not-found']);
  expect(body.results).toMatchObject([
    { id: ready.deliveryId, outcome: 'done' },
    { id: unready.deliveryId, outcome: 'refused', problem: { status: 409, missing: ['driver', 'vehicle'] } },
    { id: gone, outcome: 'refused', problem: { status: 404, correlation: expect.any(String) } },
  ]);
  expect((await as('auditor').get(ready.path)).body.status).toBe('InTransit');
});

test('items for one delivery are processed in sequence', async () => {
  const { deliveryId, path } = await aCrewedDelivery();
  const steps = ['InTransit', 'OutForDelivery', 'PickedUp', 'Failed', 'PickedUp'];
  const items = steps.map((status) => ({ deliveryId, status, reason: 'as ordered' }));

  const { body } = await bulk('/deliveries/bulk/status', items);

  expect(outcomes(body)).toEqual(['done', 'done', 'transition-not-allowed', 'done', 'done']);
  expect((await as('auditor').get(path)).body).toMatchObject({ status: 'PickedUp', attempt: 2 });
});

test('a crew can be assigned to many deliveries, one at a time', async () => {
  const route = await anActiveRoute();
  const [first, second] = [await aDelivery({ route }), await aDelivery({ route })];
  const [{ driverId }, { vehicleId }] = [await aDriver(), await aVehicle()];

  const { body } = await bulk('/deliveries/bulk/assignment', [
    { deliveryId: first.deliveryId, driverId, vehicleId },
    { deliveryId: first.deliveryId, driverId },
    { deliveryId: second.deliveryId, vehicleId },
  ]);

  const [one, two, three] = outcomes(body);
  expect([one, two, three].toSorted()).toEqual(['done', 'done', 'resource-booked'].toSorted());
  expect((await bulk('/deliveries/bulk/assignment', [{ deliveryId: first.deliveryId }])).status).toBe(400);
});

test('many deliveries are cancelled in one request', async () => {
  const [live, over] = [await aCrewedDelivery(), await aDeliveryThatIs('Delivered')];
  const why = { reason: 'the bridge is closed', requestedBy: 'Dispatcher' };

  const { body } = await bulk('/deliveries/bulk/cancellation', [
    { deliveryId: live.deliveryId, ...why },
    { deliveryId: over.deliveryId, ...why },
  ]);

  expect(outcomes(body)).toEqual(['done', 'transition-not-allowed']);
  expect((await as('auditor').get(`${live.driver.path}/bookings`)).body.items).toEqual([]);
});

test('many incidents are resolved in one request, each with its id', async () => {
  const delivery = await aCrewedDelivery();
  const { deliveryId } = delivery;
  const report = async () =>
    (await as('dispatcher').post(`${delivery.path}/incidents`, { type: 'Weather', description: 'Fog' })).body
      .incidentId;
  const [first, second, unknown] = [await report(), await report(), crypto.randomUUID()];

  const { body } = await bulk(
    '/incidents/bulk/resolution',
    [first, second, unknown].map((incidentId) => ({ deliveryId, incidentId, note: 'clear skies' })),
  );

  expect(body.results.map(({ id }: any) => id)).toEqual([first, second, unknown]);
  expect(outcomes(body)).toEqual(['done', 'done', 'incident-not-found']);
});

describe('a bulk request', () => {
  test('accepts 1 to 100 items', async () => {
    const item = { deliveryId: crypto.randomUUID(), status: 'InTransit' };
    names(await bulk('/deliveries/bulk/status', []), 'items');
    names(await bulk('/deliveries/bulk/status', Array(101).fill(item)), 'items');
    const { body } = await bulk('/deliveries/bulk/status', Array(100).fill(item));
    expect(body.results).toHaveLength(100);
  });

  test('with a malformed item names item and field, and changes nothing', async () => {
    const { deliveryId, path } = await aCrewedDelivery();
    const answer = await bulk('/deliveries/bulk/status', [
      { deliveryId, status: 'InTransit' },
      { deliveryId, status: 'Failed' },
      { deliveryId: 'seven', status: 'Failed', reason: 'x', extra: 1 },
    ]);
    names(answer, 'items.1.reason', 'items.2.deliveryId', 'items.2.extra');
    expect((await as('auditor').get(path)).body.status).toBe('PickedUp');
  });

  test('has no effect when repeated with its key', async () => {
    const { deliveryId, path } = await aCrewedDelivery();
    const key = { 'idempotency-key': crypto.randomUUID() };
    const items = ['InTransit', 'Failed', 'PickedUp'].map((status) => ({ deliveryId, status, reason: 'why not' }));

    const first = await bulk('/deliveries/bulk/status', items, key);
    const { version } = (await as('auditor').get(path)).body;
    const again = await bulk('/deliveries/bulk/status', items, key);

    expect(outcomes(first.body)).toEqual(['done', 'done', 'done']);
    expect(again.body).toEqual(first.body);
    expect((await as('auditor').get(path)).body.version).toBe(version);
  });

  test('requires the role officer', async () => {
    refused(await as('driver').post('/deliveries/bulk/status', { items: [] }), 403, 'role-too-low');
  });
});
