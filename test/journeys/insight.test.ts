import { describe, expect, test } from 'vitest';
import { eventually, hours, names, refused, world } from '#test/support/http/world';

const { as, aDriver, aVehicle, anActiveRoute, aDelivery, aCrewedDelivery, aDeliveryThatIs, move, deliver, proof } =
  world();
const auditor = as('auditor');

describe('the live board', () => {
  test('shows the deliveries under way, the latest open incident first', async () => {
    const { as, ...fresh } = world();
    const calm = await fresh.aDeliveryThatIs('InTransit');
    const early = await fresh.aDeliveryThatIs('InTransit');
    const late = await fresh.aDeliveryThatIs('OutForDelivery');
    const solved = await fresh.aDeliveryThatIs('InTransit');
    for (const status of ['PickedUp', 'Delivered', 'Failed', 'Cancelled']) await fresh.aDeliveryThatIs(status);
    const report = ({ path }: { path: string }) =>
      as('dispatcher').post(`${path}/incidents`, { type: 'Delay', description: 'Jam' });
    const { incidentId } = (await report(solved)).body;
    await report(early);
    await report(late);
    await as('dispatcher').post(`${solved.path}/incidents/${incidentId}/resolution`, {});

    await eventually(async () => {
      const { items } = (await as('auditor').get('/deliveries/live')).body;
      expect(items.map((it: any) => it.deliveryId).slice(0, 2)).toEqual([late.deliveryId, early.deliveryId]);
      expect(items.map((it: any) => it.deliveryId).toSorted()).toEqual(
        [calm, early, late, solved].map((it) => it.deliveryId).toSorted(),
      );
      expect(items[0]).toMatchObject({
        driver: { name: late.driver.name },
        vehicle: { registration: late.vehicle.registration },
        openIncidents: 1,
        troubleSince: expect.any(String),
      });
    });
  });

  test('shows last checkpoint, next checkpoint and delay', async () => {
    const { as, ...fresh } = world();
    const delivery = await fresh.aCrewedDelivery({ route: { start: -2, checkpoints: 3 } });
    await fresh.move(delivery, 'InTransit');
    await as('dispatcher').post(`${delivery.path}/checkpoints`, { sequence: 1 });

    await eventually(async () => {
      const { items } = (await as('auditor').get('/deliveries/live')).body;
      expect(items).toMatchObject([
        { lastCheckpoint: { sequence: 1, reachedAt: expect.any(String) }, nextCheckpoint: { sequence: 2 } },
      ]);
      expect(items[0].delayMinutes).toBeGreaterThanOrEqual(90);
      expect(items[0].delayMinutes).toBeLessThan(100);
    });
  });
});

describe('the history of a delivery', () => {
  test('has every event in order, with actor and time', async () => {
    const { as, users, ...fresh } = world();
    const delivery = await fresh.aDeliveryThatIs('Delivered');
    const { items } = (await as('auditor').get(`${delivery.path}/events`)).body;

    expect(items.map(({ version, type }: any) => [version, type])).toEqual([
      [1, 'DeliveryCreated'],
      [2, 'DeliveryStatusChanged'],
      [3, 'DeliveryStatusChanged'],
      [4, 'ProofCaptured'],
      [5, 'DeliveryStatusChanged'],
    ]);
    for (const { at, by } of items) {
      expect(by).toBe(users.dispatcher);
      expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
    }
  });

  test('is paged', async () => {
    const { path } = await aDeliveryThatIs('Delivered');
    const first = (await auditor.get(`${path}/events?limit=2`)).body;
    const second = (await auditor.get(`${path}/events?limit=3&cursor=${first.nextCursor}`)).body;

    expect([...first.items, ...second.items].map(({ version }: any) => version)).toEqual([1, 2, 3, 4, 5]);
    expect(second.nextCursor).toBeUndefined();
    const other = await aDelivery();
    names(await auditor.get(`${other.path}/events?cursor=${first.nextCursor}`), 'cursor');
  });

  test('gives the state at any time', async () => {
    const delivery = await aDeliveryThatIs('Failed');
    const { items } = (await auditor.get(`${delivery.path}/events`)).body;
    const [begun, failed] = [items[0].at, items.at(-1).at];
    const asOf = (time: string) => auditor.get(`${delivery.path}?asOf=${encodeURIComponent(time)}`);

    expect((await asOf(begun)).body).toMatchObject({ status: 'PickedUp', version: 1 });
    expect((await asOf(failed)).body).toMatchObject({ status: 'Failed' });
    expect((await asOf(hours(1))).body).toMatchObject({ status: 'Failed' });
    refused(await asOf(new Date(Date.parse(begun) - 1).toISOString()), 404, 'delivery-not-found');
    const { body } = await asOf(begun.replace('Z', '+00:00'));
    expect(body.version).toBe(1);
    names(await asOf('2026-05-04T08:30:00'), 'asOf');
  });
});

test('a row is current right after the write, also if the read model lags', async () => {
  const delivery = await aCrewedDelivery();
  for (let i = 1; i <= 10; i++) {
    const report = { type: 'Other', description: `Number ${i}` };
    const { body } = await as('dispatcher').post(`${delivery.path}/incidents`, report);
    const seen = await auditor.get(delivery.path);
    expect(seen.body.version).toBe(body.version);
    expect(seen.etag).toMatch(new RegExp(`^"${body.version}-`));
    expect(seen.body.incidents).toHaveLength(i);
  }
});

describe('the summary', () => {
  test('is available once the delivery is over', async () => {
    for (const status of ['PickedUp', 'InTransit', 'OutForDelivery'])
      refused(await auditor.get(`${(await aDeliveryThatIs(status)).path}/summary`), 409, 'delivery-not-over');
    for (const outcome of ['Delivered', 'Failed', 'Cancelled'])
      expect((await auditor.get(`${(await aDeliveryThatIs(outcome)).path}/summary`)).body).toMatchObject({ outcome });
  });

  test('compares actual and planned times', async () => {
    const delivery = await aCrewedDelivery({ route: { start: -2, checkpoints: 2 }, reference: 'LATE' });
    await move(delivery, 'InTransit');
    const reach = (sequence: number, position: object) =>
      as('dispatcher').post(`${delivery.path}/checkpoints`, { sequence, position });
    await reach(1, { latitude: 52.52, longitude: 13.405 });
    const { driverId } = await aDriver();
    await as('dispatcher').put(`${delivery.path}/driver`, { driverId, reason: 'a shift ends' });
    await reach(2, { latitude: 48.137, longitude: 11.576 });
    await deliver(delivery);

    const { body } = await auditor.get(`${delivery.path}/summary`);
    expect(body).toMatchObject({
      reference: 'LATE',
      due: delivery.route.scheduledEnd,
      onTime: false,
      attempts: 1,
      checkpoints: [
        { sequence: 1, expectedAt: delivery.route.checkpoints[0]!.expectedAt, reachedAt: expect.any(String) },
        { sequence: 2 },
      ],
      handOvers: [{ of: 'Driver', from: delivery.driver.driverId, to: driverId, reason: 'a shift ends' }],
      proof: { receiverName: proof.receiverName },
    });
    expect(body.checkpoints[0].delayMinutes).toBeGreaterThanOrEqual(90);
    expect(body.delayMinutes).toBeGreaterThanOrEqual(30);
    // The great-circle distance from Berlin to Munich.
    expect(body.distanceMetres / 1000).toBeCloseTo(504, -1);
    expect(body.durationMinutes).toBeGreaterThanOrEqual(0);
  });

  test('measures punctuality by the promised window, or else by the route', async () => {
    const promised = { from: hours(-0.5), to: hours(3) };
    const kept = await aDeliveryThatIs('OutForDelivery', { route: { start: -2, lasts: 1.8 }, promised });
    const broken = await aDeliveryThatIs('OutForDelivery', { route: { start: -2, lasts: 1.5 } });
    for (const it of [kept, broken]) await deliver(it);

    expect((await auditor.get(`${kept.path}/summary`)).body).toMatchObject({ due: promised.to, onTime: true });
    expect((await auditor.get(`${broken.path}/summary`)).body).toMatchObject({ onTime: false });
  });

  test('has the attempts and the reason of each failure', async () => {
    const delivery = await aDeliveryThatIs('Failed');
    await move(delivery, 'PickedUp');
    await move(delivery, 'Failed', { reason: 'the dog again' });

    expect((await auditor.get(`${delivery.path}/summary`)).body).toMatchObject({
      outcome: 'Failed',
      attempts: 2,
      onTime: null,
      delayMinutes: null,
      failures: [
        { attempt: 1, reason: 'nobody was in' },
        { attempt: 2, reason: 'the dog again' },
      ],
    });
  });
});

test('statistics have counts by status and priority, and punctuality', async () => {
  const { as, ...fresh } = world();
  const punctual = await fresh.aDeliveryThatIs('Delivered', { priority: 'High' });
  await fresh.aDeliveryThatIs('Delivered', { priority: 'Low', route: { start: -3, lasts: 2 } });
  await fresh.aDeliveryThatIs('Failed');
  await fresh.aDeliveryThatIs('Cancelled', { priority: 'Urgent' });
  const live = await fresh.aDelivery({ priority: 'Urgent' });
  for (const severity of ['High', 'High', undefined])
    await as('dispatcher').post(`${live.path}/incidents`, {
      type: 'Delay',
      description: 'Again',
      ...(severity && { severity }),
    });

  const expected = {
    deliveries: 5,
    byStatus: { PickedUp: 1, InTransit: 0, OutForDelivery: 0, Delivered: 2, Failed: 1, Cancelled: 1 },
    byPriority: { Low: 1, Normal: 1, High: 1, Urgent: 2 },
    onTimeRate: 0.5,
    openIncidents: { Low: 0, Medium: 0, High: 2, Critical: 0, Unrated: 1 },
  };
  await eventually(async () => {
    const { body } = await as('auditor').get('/deliveries/statistics');
    expect(body).toMatchObject(expected);
    expect(body.averageDelayMinutes).toBeGreaterThanOrEqual(30);
    expect(body.averageDelayMinutes).toBeLessThan(31);
  });
  const between = async (from: string, to: string) =>
    (await as('auditor').get(`/deliveries/statistics?from=${from}&to=${to}`)).body;
  expect(await between(hours(-1), hours(1))).toMatchObject(expected);
  expect(await between(hours(-30), hours(30))).toMatchObject(expected);
  expect(await between(hours(1), hours(2))).toMatchObject({ deliveries: 0, onTimeRate: null });
  const { createdAt } = (await as('auditor').get(punctual.path)).body;
  expect(await between(hours(-48), createdAt)).toMatchObject({ deliveries: 0 });
  names(await as('auditor').get(`/deliveries/statistics?from=${hours(1)}&to=${hours(0)}`), 'to');
});

test('the performance of a route covers its finished deliveries', async () => {
  const route = await anActiveRoute({ start: -2, checkpoints: 2 });
  const onRoute = async () => {
    return aDelivery({ route, driver: await aDriver(), vehicle: await aVehicle() });
  };
  const delivered = await onRoute();
  await move(delivered, 'InTransit');
  for (const sequence of [1, 2]) await as('dispatcher').post(`${delivered.path}/checkpoints`, { sequence });
  await deliver(delivered);
  await move(await onRoute(), 'Failed', { reason: 'no' });
  await as('dispatcher').post(`${(await onRoute()).path}/cancellation`, { reason: 'no', requestedBy: 'Customer' });
  await onRoute();

  await eventually(async () => {
    const { body } = await auditor.get(`${route.path}/performance`);
    expect(body).toMatchObject({
      routeId: route.routeId,
      deliveries: 3,
      delivered: 1,
      failed: 1,
      cancelled: 1,
      onTimeRate: 0,
      checkpoints: [
        { sequence: 1, location: route.checkpoints[0]!.location, reached: 1 },
        { sequence: 2, reached: 1 },
      ],
    });
    expect(body.averageDelayMinutes).toBeGreaterThanOrEqual(30);
    expect(body.checkpoints[0].averageDelayMinutes).toBeGreaterThanOrEqual(90);
    expect(body.checkpoints[0].worstDelayMinutes).toBe(body.checkpoints[0].averageDelayMinutes);
  });
});
