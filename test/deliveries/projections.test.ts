import { newId } from '@waybill/kernel';
import { itsId, now, recorded, told } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  CheckpointReached,
  DeliveryCancelled,
  DeliveryCreated,
  DeliveryRetried,
  DriverAssigned,
  DriverHandedOver,
  DriverUnassigned,
  IncidentReported,
  IncidentResolved,
  ProofCaptured,
  VehicleAssigned,
  VehicleHandedOver,
  VehicleUnassigned,
} from '#events/deliveries';
import { deliveryRow } from '#functions/deliveries/projections/delivery-row';
import { incidentRow } from '#functions/deliveries/projections/incident-row';
import { liveDelivery } from '#functions/deliveries/projections/live-delivery';
import { punctuality } from '#functions/deliveries/punctuality';
import {
  alone,
  at,
  changed,
  created,
  customerId,
  driverId,
  historyTo,
  otherDriverId,
  otherVehicleId,
  plan,
  proven,
  reached,
  routeId,
  setOut,
  straight,
  throughAll,
  vehicleId,
} from './support.ts';

const incidentId = newId('rain');
const position = { latitude: 48.2, longitude: 16.4 };
const rain = IncidentReported({
  incidentId,
  type: 'Weather',
  severity: 'High',
  description: 'Rain',
  checkpoint: 2,
  position,
});
const dry = IncidentResolved({ incidentId, note: 'Dry' });
const theft = IncidentReported({ incidentId: newId('theft'), type: 'Theft', description: 'Gone' });
const retried = DeliveryRetried({ attempt: 2, route: { ...straight, scheduledEnd: at('18:00') } });
const ben = { driverId: otherDriverId, driverName: 'Ben' };
const lorry = { vehicleId: otherVehicleId, registration: 'W-2' };

/** The row after these facts, each at its own time. */
const timed = (facts: Parameters<typeof recorded>[0], ...times: string[]) =>
  deliveryRow.fold(undefined, recorded(facts, { at: times.map(at) }))!;
const listed = (projection: typeof deliveryRow | typeof liveDelivery | typeof incidentRow, row: any) =>
  projection.stored('key', row, 1).indexes;

describe('the row of a delivery', () => {
  const atDoor = [created, setOut, ...throughAll];

  test('begins with all that is known, and says what is not', () => {
    expect(told(deliveryRow, alone)).toEqual({
      deliveryId: itsId,
      reference: null,
      status: 'PickedUp',
      priority: 'Normal',
      attempt: 1,
      route: {
        routeId,
        name: 'North round',
        origin: 'Depot',
        destination: 'Harbour',
        scheduledStart: at('12:00'),
        scheduledEnd: at('16:00'),
      },
      driver: null,
      vehicle: null,
      customerId: null,
      promised: null,
      checkpoints: plan.checkpoints.map((checkpoint) => ({
        ...checkpoint,
        position: checkpoint.position ?? null,
        reachedAt: null,
        reachedPosition: null,
      })),
      incidents: [],
      proof: null,
      handOvers: [],
      failures: [],
      cancellation: null,
      notes: null,
      createdAt: now,
      updatedAt: now,
      endedAt: null,
    });
  });

  test('tells what was asked for', () => {
    const promised = { from: at('13:00'), to: at('14:00') };
    const facts = { reference: 'PO 7', priority: 'Urgent', customerId, promised, notes: 'Ring' } as const;
    expect(told(deliveryRow, DeliveryCreated({ ...created.data, ...facts }))).toMatchObject({
      ...facts,
      driver: { driverId, name: 'Ada' },
      vehicle: { vehicleId, registration: 'W-1' },
    });
  });

  test('follows the journey to its end', () => {
    const row = timed(historyTo.Delivered, '12:00', '12:10', '13:05', '14:00', '15:20', '15:20', '15:50', '15:50');
    expect(row).toMatchObject({
      status: 'Delivered',
      createdAt: at('12:00'),
      updatedAt: at('15:50'),
      endedAt: at('15:50'),
      checkpoints: [{ reachedAt: at('13:05') }, { reachedAt: at('14:00') }, { reachedAt: at('15:20') }],
      proof: {
        receiverName: 'Eve',
        signatureUrl: null,
        photoUrl: 'https://pictures.test/1',
        position: null,
        capturedAt: at('15:50'),
      },
    });
  });

  test('tells where things happened', () => {
    const somewhere = [CheckpointReached({ sequence: 1, position }), ProofCaptured({ receiverName: 'Eve', position })];
    expect(told(deliveryRow, created, setOut, ...somewhere)).toMatchObject({
      checkpoints: [{ reachedPosition: position }, { reachedPosition: null }, { reachedPosition: null }],
      proof: { position },
    });
  });

  test('starts over on another attempt, and remembers how the first one failed', () => {
    const facts = [...atDoor, changed('OutForDelivery', 'Failed', 'Nobody home')];
    const failed = timed(facts, '12:00', '12:10', '13:00', '14:00', '15:00', '15:00', '15:30');
    const failures = [{ attempt: 1, reason: 'Nobody home', at: at('15:30') }];
    expect(failed).toMatchObject({ status: 'Failed', failures, endedAt: at('15:30') });

    const again = told(deliveryRow, ...facts, retried, changed('Failed', 'PickedUp'));
    expect(again).toMatchObject({
      status: 'PickedUp',
      attempt: 2,
      route: { scheduledEnd: at('18:00') },
      checkpoints: [],
      endedAt: null,
      driver: { driverId },
    });
    const twice = [retried, changed('Failed', 'PickedUp'), changed('PickedUp', 'Failed', 'Rain')];
    expect(told(deliveryRow, ...facts, ...twice)?.failures).toMatchObject([
      { attempt: 1, reason: 'Nobody home' },
      { attempt: 2, reason: 'Rain' },
    ]);
  });

  test('tells who called it off and why', () => {
    expect(told(deliveryRow, ...historyTo.Cancelled)).toMatchObject({
      status: 'Cancelled',
      cancellation: { reason: 'Not needed', requestedBy: 'Customer', at: now },
      endedAt: now,
    });
  });

  test('called off after it failed, was over when it failed', () => {
    const off = [DeliveryCancelled({ requestedBy: 'Dispatcher' }), changed('Failed', 'Cancelled')];
    const row = timed([...historyTo.Failed, ...off], '12:00', '12:10', '12:30', '13:00', '13:00');
    expect(row).toMatchObject({ status: 'Cancelled', endedAt: at('12:30'), updatedAt: at('13:00') });
    expect(row.cancellation).toEqual({ reason: null, requestedBy: 'Dispatcher', at: at('13:00') });
  });

  test('tells its crew, and every hand-over', () => {
    const assigned = [
      DriverAssigned({ driverId, driverName: 'Ada' }),
      VehicleAssigned({ vehicleId, registration: 'W-1' }),
    ];
    expect(told(deliveryRow, alone, ...assigned)).toMatchObject({
      driver: { driverId, name: 'Ada' },
      vehicle: { vehicleId, registration: 'W-1' },
      handOvers: [],
    });
    const off = [DriverUnassigned({ driverId }), VehicleUnassigned({ vehicleId })];
    expect(told(deliveryRow, created, ...off)).toMatchObject({ driver: null, vehicle: null });
    const over = [
      DriverHandedOver({ fromDriverId: driverId, ...ben, reason: 'Ill' }),
      VehicleHandedOver({ fromVehicleId: vehicleId, ...lorry, reason: 'Crash' }),
    ];
    expect(told(deliveryRow, created, setOut, ...over)).toMatchObject({
      driver: { driverId: otherDriverId, name: 'Ben' },
      vehicle: lorry,
      handOvers: [
        { of: 'Driver', from: driverId, to: otherDriverId, reason: 'Ill', at: now },
        { of: 'Vehicle', from: vehicleId, to: otherVehicleId, reason: 'Crash', at: now },
      ],
    });
  });

  test('tells incidents, open and resolved', () => {
    expect(told(deliveryRow, created, rain, theft, dry)?.incidents).toEqual([
      {
        incidentId,
        type: 'Weather',
        severity: 'High',
        description: 'Rain',
        checkpoint: 2,
        reportedAt: now,
        resolvedAt: now,
        note: 'Dry',
      },
      {
        incidentId: newId('theft'),
        type: 'Theft',
        severity: null,
        description: 'Gone',
        checkpoint: null,
        reportedAt: now,
        resolvedAt: null,
        note: null,
      },
    ]);
  });

  test('is as its shape says, after every fact', () => {
    const stories = [
      [...historyTo.Delivered, rain, dry],
      [...historyTo.Failed, retried, changed('Failed', 'PickedUp'), theft],
      [...historyTo.Cancelled],
      [
        alone,
        DriverAssigned(ben),
        VehicleAssigned(lorry),
        DriverUnassigned({ driverId }),
        VehicleUnassigned({ vehicleId }),
      ],
    ];
    for (const story of stories)
      for (const [i] of story.entries()) {
        const facts = story.slice(0, i + 1);
        for (const projection of [deliveryRow, liveDelivery]) {
          const row = told(projection as typeof deliveryRow, ...facts);
          expect(projection.definition.row.parse(row)).toEqual(row);
        }
      }
  });

  test('is listed among all and on its route, by when it was created', () =>
    expect(listed(deliveryRow, told(deliveryRow, created))).toEqual([
      { index: 'all', by: '', sort: now },
      { index: 'route', by: routeId, sort: now },
    ]));
});

describe('what a delivery adds to the tallies', () => {
  const tally = (...facts: Parameters<typeof recorded>[0][number][]) =>
    deliveryRow.definition.counters!(told(deliveryRow, ...facts)!);
  const ended = (time: string) =>
    deliveryRow.definition.counters!(
      timed(historyTo.Delivered, '12:00', '12:00', '12:00', '12:00', '12:00', '12:00', time, time),
    )!;

  test('counts by status and priority, on the day it was created', () =>
    expect(tally(created)).toEqual({ bucket: '2026-05-04', counts: { 'status.PickedUp': 1, 'priority.Normal': 1 } }));

  test('counts what is open, by how bad it is', () =>
    expect(tally(created, rain, theft, IncidentReported({ ...theft.data, incidentId: newId('more') }))?.counts).toEqual(
      {
        'status.PickedUp': 1,
        'priority.Normal': 1,
        'open.High': 1,
        'open.Unrated': 2,
      },
    ));

  test('counts nothing that is resolved', () =>
    expect(tally(created, rain, dry)?.counts).toEqual({ 'status.PickedUp': 1, 'priority.Normal': 1 }));

  test('counts being on time, and how late', () => {
    expect(ended('15:00').counts).toMatchObject({ delivered: 1, onTime: 1, delaySeconds: 0 });
    expect(ended('16:00').counts).toMatchObject({ delivered: 1, onTime: 1, delaySeconds: 0 });
    expect(ended('16:07').counts).toMatchObject({ delivered: 1, onTime: 0, delaySeconds: 420 });
  });

  test.each(['Failed', 'Cancelled'] as const)('counts nothing as delivered that is %s', (status) =>
    expect(Object.keys(tally(...historyTo[status])!.counts).toSorted()).toEqual([
      'priority.Normal',
      `status.${status}`,
    ]),
  );
});

describe('being on time', () => {
  const route = { ...straight, name: null };
  const promised = { from: at('13:00'), to: at('14:00') };
  const came = (endedAt: string, promise: typeof promised | null = null) =>
    punctuality({ status: 'Delivered', promised: promise, route, endedAt });

  test('is by the end of the route', () =>
    expect(came(at('16:00'))).toEqual({ delivered: true, due: at('16:00'), onTime: true, delayMinutes: 0 }));
  test('is by the end of what was promised, where something was', () => {
    expect(came(at('14:00'), promised)).toMatchObject({ due: at('14:00'), onTime: true });
    expect(came(at('14:30'), promised)).toMatchObject({ due: at('14:00'), onTime: false, delayMinutes: 30 });
  });
  test('ends a moment later', () =>
    expect(came('2026-05-04T16:00:00.001Z')).toMatchObject({ onTime: false, delayMinutes: 0 }));
  test('is told to a tenth of a minute', () => expect(came('2026-05-04T16:00:33.000Z').delayMinutes).toBe(0.6));
  test('is never negative', () => expect(came(at('10:00')).delayMinutes).toBe(0));
  test.each(['Failed', 'Cancelled'] as const)('is not said of what is %s', (status) =>
    expect(punctuality({ status, promised: null, route, endedAt: at('13:00') })).toEqual({
      delivered: false,
      due: at('16:00'),
      onTime: false,
      delayMinutes: 0,
    }),
  );
});

describe('the row on the board', () => {
  test('is listed under way only, by when it is due next', () => {
    const due: Readonly<Record<string, string>> = { InTransit: at('13:00'), OutForDelivery: at('16:00') };
    for (const [status, history] of Object.entries(historyTo)) {
      const place = due[status] ? { index: 'underWay', by: '', sort: `1 ${due[status]}` } : undefined;
      expect(listed(liveDelivery, told(liveDelivery, ...history)), status).toEqual([place, undefined]);
    }
  });

  test('is listed before all that have no trouble, the latest trouble first', () => {
    const trouble = (time: string) => IncidentReported({ incidentId: newId(time), type: 'Other', description: time });
    const sort = (...times: string[]) => {
      const facts = [created, setOut, ...times.map(trouble)];
      const row = liveDelivery.fold(undefined, recorded(facts, { at: [now, now, ...times.map(at)] }))!;
      return liveDelivery.definition.indexes!.underWay!(row)![1];
    };
    const order = [sort('12:20'), sort('12:01', '12:10'), sort('12:05'), sort()];
    expect(order.toSorted()).toEqual(order);
  });

  test('knows what was passed and what is ahead', () => {
    expect(told(liveDelivery, created, setOut, reached(1))).toMatchObject({
      last: { sequence: 1, location: 'Mill', expectedAt: at('13:00'), reachedAt: now },
      ahead: [{ sequence: 2 }, { sequence: 5 }],
    });
    expect(told(liveDelivery, created, setOut, ...throughAll)).toMatchObject({ last: { sequence: 5 }, ahead: [] });
  });

  test('starts over on another attempt', () => {
    const again = [changed('OutForDelivery', 'Failed', 'Rain'), DeliveryRetried({ attempt: 2, route: plan })];
    expect(told(liveDelivery, created, setOut, ...throughAll, ...again, changed('Failed', 'PickedUp'))).toMatchObject({
      status: 'PickedUp',
      last: null,
      ahead: [{ sequence: 1 }, { sequence: 2 }, { sequence: 5 }],
    });
  });

  test('knows the crew of the hour', () => {
    const over = [DriverHandedOver({ ...ben, reason: 'Ill' }), VehicleHandedOver({ ...lorry, reason: 'Crash' })];
    expect(told(liveDelivery, created, setOut, ...over)).toMatchObject({
      driver: { driverId: otherDriverId, name: 'Ben' },
      vehicle: lorry,
    });
    const off = [DriverUnassigned({ driverId }), VehicleUnassigned({ vehicleId })];
    expect(told(liveDelivery, created, ...off)).toMatchObject({ driver: null, vehicle: null });
    expect(told(liveDelivery, alone, DriverAssigned(ben), VehicleAssigned(lorry))).toMatchObject({
      driver: { name: 'Ben' },
      vehicle: lorry,
    });
  });

  test('knows what is open', () => {
    expect(told(liveDelivery, created, rain, theft, dry)?.open).toEqual([
      { incidentId: newId('theft'), severity: null, reportedAt: now },
    ]);
  });
});

describe('the row of an incident', () => {
  test('is open, with all that was told', () =>
    expect(told(incidentRow, rain)).toEqual({
      incidentId,
      deliveryId: itsId,
      state: 'Open',
      type: 'Weather',
      severity: 'High',
      description: 'Rain',
      checkpoint: 2,
      position,
      reportedAt: now,
      resolvedAt: null,
      note: null,
    }));

  test('says what is not known', () =>
    expect(told(incidentRow, theft)).toMatchObject({ severity: null, checkpoint: null, position: null }));

  test('is resolved, with a note or without', () => {
    expect(told(incidentRow, rain, dry)).toMatchObject({ state: 'Resolved', resolvedAt: now, note: 'Dry' });
    expect(told(incidentRow, rain, IncidentResolved({ incidentId }))).toMatchObject({ state: 'Resolved', note: null });
  });

  test('is kept by its own id, and listed among all and with its delivery', () => {
    expect(incidentRow.keyOf(recorded([rain])[0]!)).toBe(incidentId);
    expect(incidentRow.keyOf(recorded([proven])[0]!)).toBeUndefined();
    expect(listed(incidentRow, told(incidentRow, rain))).toEqual([
      { index: 'all', by: '', sort: now },
      { index: 'delivery', by: itsId, sort: now },
    ]);
  });
});
