import { type Booking, newId } from '@waybill/kernel';
import { itsId, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  CheckpointAdded,
  RouteCreated,
  RouteRedirected,
  RouteRenamed,
  RouteRescheduled,
  RouteStatusChanged,
} from '#events/routes';
import { changeRoute } from '#functions/routes/commands/change-route';
import { changeRouteStatus } from '#functions/routes/commands/change-route-status';
import { createRoute } from '#functions/routes/commands/create-route';

const at = (time: string) => `2026-05-04T${time}:00.000Z`;
const deliveryId = newId('a delivery');
const use: Booking = { resource: 'route', id: itsId, holder: deliveryId, from: at('08:00'), to: at('12:00') };

const created = RouteCreated({
  name: 'Morning round',
  origin: 'Hamburg',
  destination: 'Göttingen',
  scheduledStart: at('08:00'),
});
const withEnd = RouteCreated({ ...created.data, scheduledEnd: at('12:00') });
const hanover = CheckpointAdded({ checkpoint: { sequence: 1, location: 'Hanover', expectedAt: at('09:30') } });
const activated = RouteStatusChanged({ from: 'Planning', to: 'Active' });
const deactivated = RouteStatusChanged({ from: 'Planning', to: 'Deactivated' });

describe('creating a route', () => {
  const { given } = scenario(createRoute);
  const invalid = (input: object) => expect(createRoute.definition.input.safeParse(input).success).toBe(false);
  const least = { origin: 'A', destination: 'B', scheduledStart: at('08:00') };

  test('requires an origin, a destination and a start', () => {
    given().when(least).emits(RouteCreated(least));
    invalid({ ...least, origin: ' ' });
    invalid({ ...least, destination: undefined });
    invalid({ ...least, origin: 'a'.repeat(201) });
    invalid({ ...least, name: 'a'.repeat(101) });
    invalid({ ...least, scheduledStart: '2026-05-04T08:00:00' });
  });

  test('accepts times with any offset', () =>
    given()
      .when({ ...least, scheduledStart: '2026-05-04T10:00:00+02:00', scheduledEnd: '2026-05-04T13:00:00+01:00' })
      .emits(RouteCreated({ ...least, scheduledEnd: at('12:00') })));

  test('requires an end after the start', () => {
    invalid({ ...least, scheduledEnd: at('08:00') });
    invalid({ ...least, scheduledEnd: at('07:59') });
  });

  test('allows the same origin and destination', () =>
    given()
      .when({ ...least, destination: 'A' })
      .emits(RouteCreated({ ...least, destination: 'A' })));
});

describe('changing a route', () => {
  const { given } = scenario(changeRoute);

  test('records separate events for name, places and times', () =>
    given(withEnd)
      .when({ name: 'Late round', origin: 'Bremen', scheduledStart: at('08:30'), scheduledEnd: at('13:00') })
      .emits(
        RouteRenamed({ name: 'Late round' }),
        RouteRedirected({ origin: 'Bremen', destination: 'Göttingen' }),
        RouteRescheduled({ scheduledStart: at('08:30'), scheduledEnd: at('13:00') }),
      ));

  test('keeps the planned end when only the start changes', () =>
    given(withEnd)
      .when({ scheduledStart: at('09:00') })
      .emits(RouteRescheduled({ scheduledStart: at('09:00'), scheduledEnd: at('12:00') })));

  test('removes name and end with null', () =>
    given(withEnd)
      .when({ name: null, scheduledEnd: null })
      .emits(RouteRenamed({}), RouteRescheduled({ scheduledStart: at('08:00') })));

  test('produces no event without a difference', () => {
    given(withEnd)
      .when({ name: 'Morning round', origin: 'Hamburg', destination: 'Göttingen', scheduledStart: at('08:00') })
      .emitsNothing();
    given(created).when({ scheduledEnd: null }).emitsNothing();
    given(created, RouteRenamed({ name: 'Late round' }))
      .when({ name: 'Late round' })
      .emitsNothing();
  });

  test('keeps the start before the first checkpoint', () => {
    given(created, hanover)
      .when({ scheduledStart: at('09:30') })
      .refuses('schedule-out-of-order', {
        scheduledStart: at('09:30'),
        scheduledEnd: null,
        firstCheckpoint: { sequence: 1, expectedAt: at('09:30') },
      });
    given(created, hanover)
      .when({ scheduledStart: at('09:29') })
      .emits(RouteRescheduled({ scheduledStart: at('09:29') }));
  });

  test('keeps the start before the end', () => {
    given(withEnd)
      .when({ scheduledStart: at('12:00') })
      .refuses('schedule-out-of-order', { scheduledEnd: at('12:00') });
    given(withEnd)
      .when({ scheduledEnd: at('08:00') })
      .refuses('schedule-out-of-order', {}, 409);
    expect(
      changeRoute.definition.input.safeParse({
        routeId: itsId,
        scheduledStart: at('12:00'),
        scheduledEnd: at('12:00'),
      }).success,
    ).toBe(false);
  });

  test('can move start and end beyond the old times', () =>
    given(withEnd)
      .when({ scheduledStart: at('14:00'), scheduledEnd: at('15:00') })
      .emits(RouteRescheduled({ scheduledStart: at('14:00'), scheduledEnd: at('15:00') })));

  test('is allowed on an active route without deliveries', () =>
    given(withEnd, activated)
      .seeing({ uses: [] })
      .when({ origin: 'Bremen' })
      .emits(RouteRedirected({ origin: 'Bremen', destination: 'Göttingen' })));

  test('is refused on a route in use, naming the deliveries', () =>
    given(withEnd, activated)
      .seeing({ uses: [use] })
      .when({ origin: 'Bremen' })
      .refuses('route-in-use', { deliveries: [deliveryId] }, 409));

  test('cannot remove the end of an active route', () =>
    given(withEnd, activated)
      .seeing({ uses: [] })
      .when({ scheduledEnd: null })
      .refuses('route-has-no-schedule', {}, 409));

  test('is refused once the route is deactivated', () =>
    given(withEnd, deactivated)
      .when({ origin: 'Bremen' })
      .refuses('route-not-planning', { current: 'Deactivated' }, 409));

  test('requires at least one field', () => {
    const { input } = changeRoute.definition;
    expect(input.safeParse({ routeId: itsId }).success).toBe(false);
    expect(input.safeParse({ routeId: itsId, origin: null }).success).toBe(false);
    expect(input.safeParse({ routeId: itsId, status: 'Active' }).success).toBe(false);
  });

  test('requires an existing route', () => given().when({ origin: 'Bremen' }).refuses('route-not-found', {}, 404));
});

describe('changing the status of a route', () => {
  const { given } = scenario(changeRouteStatus);
  const statuses = ['Planning', 'Active', 'Deactivated'] as const;
  const history = { Planning: [withEnd], Active: [withEnd, activated], Deactivated: [withEnd, deactivated] } as const;

  describe.each(statuses)('from %s', (from) => {
    test.each(statuses.filter((to) => to !== from))('to %s', (to) =>
      given(...history[from])
        .seeing({ uses: [] })
        .when({ status: to })
        .emits(RouteStatusChanged({ from, to })),
    );

    test('to itself produces no event, also while in use', () =>
      given(...history[from])
        .seeing({ uses: [use] })
        .when({ status: from })
        .emitsNothing());
  });

  test('to Active requires a planned end or a checkpoint', () => {
    given(created).seeing({ uses: [] }).when({ status: 'Active' }).refuses('route-has-no-schedule', {}, 409);
    given(created, hanover).seeing({ uses: [] }).when({ status: 'Active' }).emits(activated);
  });

  test.each(['Planning', 'Deactivated'] as const)(
    'from Active to %s is refused while deliveries use the route',
    (status) =>
      given(withEnd, activated)
        .seeing({ uses: [use] })
        .when({ status })
        .refuses('route-in-use', { deliveries: [deliveryId] }, 409),
  );

  test('accepts exactly three statuses', () => {
    for (const status of ['active', 'ACTIVE', ' Active', 3, 'Cancelled'])
      expect(changeRouteStatus.definition.input.safeParse({ routeId: itsId, status }).success).toBe(false);
  });
});
