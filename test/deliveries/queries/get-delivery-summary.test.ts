import { newId } from '@waybill/kernel';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  CheckpointReached,
  DeliveryCancelled,
  DeliveryCreated,
  DeliveryRetried,
  DriverHandedOver,
  IncidentReported,
  IncidentResolved,
  ProofCaptured,
} from '#events/deliveries';
import { getDeliverySummary } from '#functions/deliveries/queries/get-delivery-summary';
import {
  ask,
  at,
  changed,
  created,
  driverId,
  happened,
  historyTo,
  otherDriverId,
  plan,
  reached,
  setOut,
  type World,
  world,
} from '../support/support.ts';

const deliveryId = newId('a delivery');
const incidentId = newId('rain');
let system: World;
beforeEach(() => {
  system = world();
});
const summary = () => ask(getDeliverySummary, system, { deliveryId });
const at_ = (...times: string[]) => times.map(at);

describe('a summary', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery'] as const)('is refused while %s', async (status) => {
    await happened(system, deliveryId, historyTo[status]);
    expect(await summary()).toMatchObject({ status: 409, body: { code: 'delivery-not-over', status: 409 } });
  });

  test('is refused for a retried delivery', async () => {
    const again = [DeliveryRetried({ attempt: 2, route: plan }), changed('Failed', 'PickedUp')];
    await happened(system, deliveryId, [...historyTo.Failed, ...again]);
    expect((await summary()).body.code).toBe('delivery-not-over');
  });

  test('requires an existing delivery', async () => {
    expect(await summary()).toMatchObject({ status: 404, body: { code: 'delivery-not-found' } });
  });

  test('covers a late delivery completely', async () => {
    const position = { latitude: 48, longitude: 16 };
    const facts = [
      created,
      setOut,
      IncidentReported({ incidentId, type: 'Weather', severity: 'High', description: 'Rain' }),
      CheckpointReached({ sequence: 1, position: { latitude: 47, longitude: 16 } }),
      IncidentResolved({ incidentId, note: 'Dry' }),
      DriverHandedOver({ fromDriverId: driverId, driverId: otherDriverId, driverName: 'Ben', reason: 'Ill' }),
      reached(2),
      reached(5),
      changed('InTransit', 'OutForDelivery'),
      ProofCaptured({ receiverName: 'Eve', photoUrl: 'https://pictures.test/1', position }),
      changed('OutForDelivery', 'Delivered'),
    ];
    const times = at_(
      '11:00',
      '12:00',
      '12:10',
      '12:58',
      '13:25',
      '13:30',
      '14:12',
      '15:00',
      '15:00',
      '16:30',
      '16:30',
    );
    await happened(system, deliveryId, facts, times);
    const { status, body } = await summary();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      deliveryId,
      outcome: 'Delivered',
      startedAt: at('11:00'),
      endedAt: at('16:30'),
      durationMinutes: 330,
      attempts: 1,
      driver: { driverId: otherDriverId, name: 'Ben' },
      due: at('16:00'),
      onTime: false,
      delayMinutes: 30,
      checkpoints: [
        { sequence: 1, location: 'Mill', expectedAt: at('13:00'), reachedAt: at('12:58'), delayMinutes: -2 },
        { sequence: 2, location: 'Bridge', expectedAt: at('14:00'), reachedAt: at('14:12'), delayMinutes: 12 },
        { sequence: 5, location: 'Gate', expectedAt: at('15:00'), reachedAt: at('15:00'), delayMinutes: 0 },
      ],
      incidents: [{ incidentId, severity: 'High', durationMinutes: 75, note: 'Dry' }],
      handOvers: [{ of: 'Driver', from: driverId, to: otherDriverId, reason: 'Ill', at: at('13:30') }],
      failures: [],
      cancellation: null,
      proof: { receiverName: 'Eve', capturedAt: at('16:30') },
    });
    // One degree of latitude on a sphere of 6 378 137 m. The gate has no position, the bridge its planned one.
    expect(Math.abs(body.distanceMetres - (6_378_137 * Math.PI) / 180)).toBeLessThan(1);
  });

  test('uses the promised window if there is one', async () => {
    const promised = { from: at('15:00'), to: at('17:00') };
    const facts = [DeliveryCreated({ ...created.data, promised }), ...historyTo.Delivered.slice(1)];
    await happened(system, deliveryId, facts, [...Array(6).fill(at('12:00')), at('16:59'), at('16:59')]);
    expect((await summary()).body).toMatchObject({ promised, due: at('17:00'), onTime: true, delayMinutes: 0 });
  });

  test('has no distance with only one known position', async () => {
    await happened(system, deliveryId, [
      created,
      setOut,
      reached(1),
      reached(2),
      changed('InTransit', 'Failed', 'Rain'),
    ]);
    expect((await summary()).body.distanceMetres).toBeNull();
  });

  test('of a failure has the reason and no delay', async () => {
    const facts = [
      ...historyTo.Failed,
      DeliveryRetried({ attempt: 2, route: plan }),
      changed('Failed', 'PickedUp'),
      IncidentReported({ incidentId, type: 'Other', description: 'Still so' }),
      changed('PickedUp', 'Failed', 'Nobody home'),
    ];
    await happened(system, deliveryId, facts, at_('12:00', '12:05', '12:10', '13:00', '13:00', '13:05', '20:00'));
    expect((await summary()).body).toMatchObject({
      outcome: 'Failed',
      attempts: 2,
      durationMinutes: 480,
      onTime: null,
      delayMinutes: null,
      proof: null,
      incidents: [{ durationMinutes: null }],
      failures: [
        { attempt: 1, reason: 'Flat tyre', at: at('12:10') },
        { attempt: 2, reason: 'Nobody home', at: at('20:00') },
      ],
      checkpoints: [{ reachedAt: null, delayMinutes: null }, {}, {}],
    });
  });

  test('of a cancellation has who requested it', async () => {
    const off = [DeliveryCancelled({ reason: 'Closed', requestedBy: 'Driver' }), changed('PickedUp', 'Cancelled')];
    await happened(system, deliveryId, [created, ...off], at_('12:00', '12:30', '12:30'));
    expect((await summary()).body).toMatchObject({
      outcome: 'Cancelled',
      durationMinutes: 30,
      onTime: null,
      cancellation: { reason: 'Closed', requestedBy: 'Driver', at: at('12:30') },
    });
  });

  test('includes incidents that are resolved after the end', async () => {
    const rain = IncidentReported({ incidentId, type: 'Weather', description: 'Rain' });
    const facts = [created, rain, ...historyTo.Delivered.slice(1), IncidentResolved({ incidentId })];
    const times = at_('12:00', '12:00', '12:00', '13:00', '14:00', '15:00', '15:00', '15:30', '15:30', '18:00');
    await happened(system, deliveryId, facts, times);
    expect((await summary()).body).toMatchObject({ endedAt: at('15:30'), incidents: [{ durationMinutes: 360 }] });
  });
});
