import { newId } from '@waybill/kernel';
import { itsId, now, recorded, rowAfter } from '@waybill/kernel/testing';
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
import { punctuality } from '#functions/deliveries/answers/punctuality';
import { deliveryRow } from '#functions/deliveries/projections/delivery-row';
import { deliveryStory } from '#functions/deliveries/projections/delivery-story';
import { incidentRow } from '#functions/deliveries/projections/incident-row';
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
  routeId,
  setOut,
  straight,
  throughAll,
  vehicleId,
} from '../support/support.ts';

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

/** Folds the story from these events, each with its own time. */
const timed = (facts: Parameters<typeof recorded>[0], ...times: string[]) =>
  deliveryStory.fold(undefined, recorded(facts, { at: times.map(at) }))!;
const listed = (projection: typeof deliveryRow | typeof incidentRow, row: any) =>
  projection.stored('key', row, 1).indexes;

describe('the row of a delivery', () => {
  const atDoor = [created, setOut, ...throughAll];

  test('begins with all input, and null for what is not known', () => {
    expect(rowAfter(deliveryRow, alone)).toEqual({
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
      locationId: null,
      contactId: null,
      promised: null,
      checkpoints: plan.checkpoints.map((checkpoint) => ({
        ...checkpoint,
        position: checkpoint.position ?? null,
        locationId: null,
        contactId: null,
        reachedAt: null,
        reachedPosition: null,
      })),
      incidents: [],
      earlierIncidents: 0,
      proof: null,
      notes: null,
      createdAt: now,
      updatedAt: now,
      endedAt: null,
    });
  });

  test('has all optional fields', () => {
    const promised = { from: at('13:00'), to: at('14:00') };
    const facts = { reference: 'PO 7', priority: 'Urgent', customerId, promised, notes: 'Ring' } as const;
    expect(rowAfter(deliveryRow, DeliveryCreated({ ...created.data, ...facts }))).toMatchObject({
      ...facts,
      driver: { driverId, name: 'Ada' },
      vehicle: { vehicleId, registration: 'W-1' },
    });
  });

  test('follows the status to the end', () => {
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

  test('has the positions', () => {
    const somewhere = [CheckpointReached({ sequence: 1, position }), ProofCaptured({ receiverName: 'Eve', position })];
    expect(rowAfter(deliveryRow, created, setOut, ...somewhere)).toMatchObject({
      checkpoints: [{ reachedPosition: position }, { reachedPosition: null }, { reachedPosition: null }],
      proof: { position },
    });
  });

  test('is reset by another attempt and keeps the failure of the first', () => {
    const facts = [...atDoor, changed('OutForDelivery', 'Failed', 'Nobody home')];
    const failed = timed(facts, '12:00', '12:10', '13:00', '14:00', '15:00', '15:00', '15:30');
    const failures = [{ attempt: 1, reason: 'Nobody home', at: at('15:30') }];
    expect(failed).toMatchObject({ status: 'Failed', failures, endedAt: at('15:30') });

    const again = rowAfter(deliveryRow, ...facts, retried, changed('Failed', 'PickedUp'));
    expect(again).toMatchObject({
      status: 'PickedUp',
      attempt: 2,
      route: { scheduledEnd: at('18:00') },
      checkpoints: [],
      endedAt: null,
      driver: { driverId },
    });
    const twice = [retried, changed('Failed', 'PickedUp'), changed('PickedUp', 'Failed', 'Rain')];
    expect(rowAfter(deliveryStory, ...facts, ...twice)?.failures).toMatchObject([
      { attempt: 1, reason: 'Nobody home' },
      { attempt: 2, reason: 'Rain' },
    ]);
  });

  test('has the requester and reason of a cancellation', () => {
    expect(rowAfter(deliveryStory, ...historyTo.Cancelled)).toMatchObject({
      status: 'Cancelled',
      cancellation: { reason: 'Not needed', requestedBy: 'Customer', at: now },
      endedAt: now,
    });
  });

  test('of a delivery that failed and was then cancelled ended with the failure', () => {
    const off = [DeliveryCancelled({ requestedBy: 'Dispatcher' }), changed('Failed', 'Cancelled')];
    const row = timed([...historyTo.Failed, ...off], '12:00', '12:10', '12:30', '13:00', '13:00');
    expect(row).toMatchObject({ status: 'Cancelled', endedAt: at('12:30'), updatedAt: at('13:00') });
    expect(row.cancellation).toEqual({ reason: null, requestedBy: 'Dispatcher', at: at('13:00') });
  });

  test('has the crew and every hand-over', () => {
    const assigned = [
      DriverAssigned({ driverId, driverName: 'Ada' }),
      VehicleAssigned({ vehicleId, registration: 'W-1' }),
    ];
    expect(rowAfter(deliveryStory, alone, ...assigned)).toMatchObject({
      driver: { driverId, name: 'Ada' },
      vehicle: { vehicleId, registration: 'W-1' },
      handOvers: [],
    });
    const off = [DriverUnassigned({ driverId }), VehicleUnassigned({ vehicleId })];
    expect(rowAfter(deliveryRow, created, ...off)).toMatchObject({ driver: null, vehicle: null });
    const over = [
      DriverHandedOver({ fromDriverId: driverId, ...ben, reason: 'Ill' }),
      VehicleHandedOver({ fromVehicleId: vehicleId, ...lorry, reason: 'Crash' }),
    ];
    expect(rowAfter(deliveryStory, created, setOut, ...over)).toMatchObject({
      driver: { driverId: otherDriverId, name: 'Ben' },
      vehicle: lorry,
      handOvers: [
        { of: 'Driver', from: driverId, to: otherDriverId, reason: 'Ill', at: now },
        { of: 'Vehicle', from: vehicleId, to: otherVehicleId, reason: 'Crash', at: now },
      ],
    });
  });

  test('has open and resolved incidents', () => {
    expect(rowAfter(deliveryRow, created, rain, theft, dry)?.incidents).toEqual([
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

  test('keeps open incidents and the last two resolved ones, and counts the others', () => {
    const reported = (name: string) => IncidentReported({ incidentId: newId(name), type: 'Other', description: name });
    const resolved = (name: string) => IncidentResolved({ incidentId: newId(name) });
    const past = ['a', 'b', 'c', 'd'].flatMap((name) => [reported(name), resolved(name)]);
    const facts = [created, reported('open'), ...past, reported('also open'), resolved('also open')];
    const row = rowAfter(deliveryRow, ...facts)!;
    expect(row.incidents.map(({ description }) => description)).toEqual(['open', 'd', 'also open']);
    expect(row.earlierIncidents).toBe(3);
    const story = rowAfter(deliveryStory, ...facts)!;
    expect(story.incidents.map(({ description }) => description)).toEqual(['open', 'a', 'b', 'c', 'd', 'also open']);
    expect(deliveryRow.definition.counters!(row)).toEqual(deliveryRow.definition.counters!(story));
  });

  test('matches the story in all common fields', () => {
    for (const history of Object.values(historyTo)) {
      const { handOvers, failures, cancellation, ...rest } = rowAfter(deliveryStory, ...history)!;
      expect(rowAfter(deliveryRow, ...history)).toEqual(rest);
    }
  });

  test('matches its schema after every event', () => {
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
        for (const projection of [deliveryRow, deliveryStory]) {
          const row = rowAfter(projection as typeof deliveryRow, ...facts);
          expect(projection.definition.row.parse(row)).toEqual(row);
        }
      }
  });

  test('is indexed by status, route, crew and customer, in order of creation', () => {
    const entries = (...facts: Parameters<typeof rowAfter<any>>[1][]) =>
      listed(deliveryRow, rowAfter(deliveryRow, ...facts));
    const entry = (index: string, by: string) => ({ index, by, sort: now });
    const [status, route] = [entry('status', 'PickedUp'), entry('route', routeId)];
    expect(entries(alone)).toEqual([status, route]);
    expect(entries(DeliveryCreated({ ...created.data, customerId }))).toEqual([
      status,
      route,
      entry('driver', driverId),
      entry('vehicle', vehicleId),
      entry('customer', customerId),
    ]);
  });
});

describe('the counters of a delivery', () => {
  const counters = (...facts: Parameters<typeof recorded>[0][number][]) =>
    deliveryRow.definition.counters!(rowAfter(deliveryRow, ...facts)!);
  const ended = (time: string) =>
    deliveryRow.definition.counters!(
      timed(historyTo.Delivered, '12:00', '12:00', '12:00', '12:00', '12:00', '12:00', time, time),
    )!;

  test('count status and priority on the day of creation', () =>
    expect(counters(created)).toEqual({
      bucket: '2026-05-04',
      counts: { 'status.PickedUp': 1, 'priority.Normal': 1 },
    }));

  test('count open incidents by severity', () =>
    expect(
      counters(created, rain, theft, IncidentReported({ ...theft.data, incidentId: newId('more') }))?.counts,
    ).toEqual({
      'status.PickedUp': 1,
      'priority.Normal': 1,
      'open.High': 1,
      'open.Unrated': 2,
    }));

  test('exclude resolved incidents', () =>
    expect(counters(created, rain, dry)?.counts).toEqual({ 'status.PickedUp': 1, 'priority.Normal': 1 }));

  test('count punctuality and delay', () => {
    expect(ended('15:00').counts).toMatchObject({ delivered: 1, onTime: 1, delaySeconds: 0 });
    expect(ended('16:00').counts).toMatchObject({ delivered: 1, onTime: 1, delaySeconds: 0 });
    expect(ended('16:07').counts).toMatchObject({ delivered: 1, onTime: 0, delaySeconds: 420 });
  });

  test.each(['Failed', 'Cancelled'] as const)('do not count %s as delivered', (status) =>
    expect(Object.keys(counters(...historyTo[status])!.counts).toSorted()).toEqual([
      'priority.Normal',
      `status.${status}`,
    ]),
  );
});

describe('punctuality', () => {
  const route = { ...straight, name: null };
  const promised = { from: at('13:00'), to: at('14:00') };
  const came = (endedAt: string, promise: typeof promised | null = null) =>
    punctuality({ status: 'Delivered', promised: promise, route, endedAt });

  test('is measured by the end of the route', () =>
    expect(came(at('16:00'))).toEqual({ delivered: true, due: at('16:00'), onTime: true, delayMinutes: 0 }));
  test('is measured by the end of the promised window if there is one', () => {
    expect(came(at('14:00'), promised)).toMatchObject({ due: at('14:00'), onTime: true });
    expect(came(at('14:30'), promised)).toMatchObject({ due: at('14:00'), onTime: false, delayMinutes: 30 });
  });
  test('ends one millisecond later', () =>
    expect(came('2026-05-04T16:00:00.001Z')).toMatchObject({ onTime: false, delayMinutes: 0 }));
  test('is rounded to a tenth of a minute', () => expect(came('2026-05-04T16:00:33.000Z').delayMinutes).toBe(0.6));
  test('has no negative delay', () => expect(came(at('10:00')).delayMinutes).toBe(0));
  test.each(['Failed', 'Cancelled'] as const)('is not defined while %s', (status) =>
    expect(punctuality({ status, promised: null, route, endedAt: at('13:00') })).toEqual({
      delivered: false,
      due: at('16:00'),
      onTime: false,
      delayMinutes: 0,
    }),
  );
});

describe('the board', () => {
  const place = (row: any) => listed(deliveryRow, row)[5];

  test('has the deliveries under way, by the next due time', () => {
    const due: Readonly<Record<string, string>> = { InTransit: at('13:00'), OutForDelivery: at('16:00') };
    for (const [status, history] of Object.entries(historyTo))
      expect(place(rowAfter(deliveryRow, ...history)), status).toEqual(
        due[status] && { index: 'underWay', by: '', sort: `1 ${due[status]}` },
      );
  });

  test('has deliveries with open incidents first, the latest incident first', () => {
    const trouble = (time: string) => IncidentReported({ incidentId: newId(time), type: 'Other', description: time });
    const sort = (...times: string[]) => {
      const facts = [created, setOut, ...times.map(trouble)];
      return place(deliveryRow.fold(undefined, recorded(facts, { at: [now, now, ...times.map(at)] })))!.sort;
    };
    const order = [sort('12:20'), sort('12:01', '12:10'), sort('12:05'), sort()];
    expect(order.toSorted()).toEqual(order);
  });

  test('is reset by another attempt', () => {
    const again = [changed('OutForDelivery', 'Failed', 'Rain'), DeliveryRetried({ attempt: 2, route: plan })];
    const facts = [created, setOut, ...throughAll, ...again, changed('Failed', 'PickedUp')];
    expect(place(rowAfter(deliveryRow, ...facts))).toBeUndefined();
    expect(place(rowAfter(deliveryRow, ...facts, setOut))?.sort).toBe(`1 ${at('13:00')}`);
  });
});

describe('the row of an incident', () => {
  test('is open, with all input', () =>
    expect(rowAfter(incidentRow, rain)).toEqual({
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

  test('has null for what is not known', () =>
    expect(rowAfter(incidentRow, theft)).toMatchObject({ severity: null, checkpoint: null, position: null }));

  test('is resolved with or without a note', () => {
    expect(rowAfter(incidentRow, rain, dry)).toMatchObject({ state: 'Resolved', resolvedAt: now, note: 'Dry' });
    expect(rowAfter(incidentRow, rain, IncidentResolved({ incidentId }))).toMatchObject({
      state: 'Resolved',
      note: null,
    });
  });

  test('is stored by its own id, and indexed by delivery, state, severity and type', () => {
    expect(incidentRow.keyOf(recorded([rain])[0]!)).toBe(incidentId);
    expect(incidentRow.keyOf(recorded([proven])[0]!)).toBeUndefined();
    expect(listed(incidentRow, rowAfter(incidentRow, rain))).toEqual([
      { index: 'delivery', by: itsId, sort: now },
      { index: 'state', by: 'Open', sort: now },
      { index: 'severity', by: 'High', sort: now },
      { index: 'type', by: 'Weather', sort: now },
    ]);
    expect(listed(incidentRow, rowAfter(incidentRow, theft))[2]).toBeUndefined();
  });
});
