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

describe('beginning to plan a route', () => {
  const { given } = scenario(createRoute);
  const invalid = (input: object) => expect(createRoute.definition.input.safeParse(input).success).toBe(false);
  const least = { origin: 'A', destination: 'B', scheduledStart: at('08:00') };

  test('needs an origin, a destination and a start', () => {
    given().when(least).emits(RouteCreated(least));
    invalid({ ...least, origin: ' ' });
    invalid({ ...least, destination: undefined });
    invalid({ ...least, origin: 'a'.repeat(201) });
    invalid({ ...least, name: 'a'.repeat(101) });
    invalid({ ...least, scheduledStart: '2026-05-04T08:00:00' });
  });

  test('takes times with any offset', () =>
    given()
      .when({ ...least, scheduledStart: '2026-05-04T10:00:00+02:00', scheduledEnd: '2026-05-04T13:00:00+01:00' })
      .emits(RouteCreated({ ...least, scheduledEnd: at('12:00') })));

  test('knows that the end is after the start', () => {
    invalid({ ...least, scheduledEnd: at('08:00') });
    invalid({ ...least, scheduledEnd: at('07:59') });
  });

  test('may begin and end at one place', () =>
    given()
      .when({ ...least, destination: 'A' })
      .emits(RouteCreated({ ...least, destination: 'A' })));
});

describe('planning a route anew', () => {
  const { given } = scenario(changeRoute);

  test('tells name, ends and times apart', () =>
    given(withEnd)
      .when({ name: 'Late round', origin: 'Bremen', scheduledStart: at('08:30'), scheduledEnd: at('13:00') })
      .emits(
        RouteRenamed({ name: 'Late round' }),
        RouteRedirected({ origin: 'Bremen', destination: 'Göttingen' }),
        RouteRescheduled({ scheduledStart: at('08:30'), scheduledEnd: at('13:00') }),
      ));

  test('keeps the planned end when only the start moves', () =>
    given(withEnd)
      .when({ scheduledStart: at('09:00') })
      .emits(RouteRescheduled({ scheduledStart: at('09:00'), scheduledEnd: at('12:00') })));

  test('takes name and end away with null', () =>
    given(withEnd)
      .when({ name: null, scheduledEnd: null })
      .emits(RouteRenamed({}), RouteRescheduled({ scheduledStart: at('08:00') })));

  test('says nothing when there is nothing to change', () => {
    given(withEnd)
      .when({ name: 'Morning round', origin: 'Hamburg', destination: 'Göttingen', scheduledStart: at('08:00') })
      .emitsNothing();
    given(created).when({ scheduledEnd: null }).emitsNothing();
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

  test('may move both over the old times', () =>
    given(withEnd)
      .when({ scheduledStart: at('14:00'), scheduledEnd: at('15:00') })
      .emits(RouteRescheduled({ scheduledStart: at('14:00'), scheduledEnd: at('15:00') })));

  test('is allowed on an active route that nobody uses', () =>
    given(withEnd, activated)
      .seeing({ uses: [] })
      .when({ origin: 'Bremen' })
      .emits(RouteRedirected({ origin: 'Bremen', destination: 'Göttingen' })));

  test('is refused on one that deliveries use, and names them', () =>
    given(withEnd, activated)
      .seeing({ uses: [use] })
      .when({ origin: 'Bremen' })
      .refuses('route-in-use', { deliveries: [deliveryId] }, 409));

  test('leaves an active route its schedule', () =>
    given(withEnd, activated)
      .seeing({ uses: [] })
      .when({ scheduledEnd: null })
      .refuses('route-has-no-schedule', {}, 409));

  test('is refused once the route is deactivated', () =>
    given(withEnd, deactivated)
      .when({ origin: 'Bremen' })
      .refuses('route-not-planning', { current: 'Deactivated' }, 409));

  test('asks for something to change', () => {
    const { input } = changeRoute.definition;
    expect(input.safeParse({ routeId: itsId }).success).toBe(false);
    expect(input.safeParse({ routeId: itsId, origin: null }).success).toBe(false);
    expect(input.safeParse({ routeId: itsId, status: 'Active' }).success).toBe(false);
  });

  test('needs a route', () => given().when({ origin: 'Bremen' }).refuses('route-not-found', {}, 404));
});

describe('opening and closing a route', () => {
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

    test('to itself says nothing, whoever uses it', () =>
      given(...history[from])
        .seeing({ uses: [use] })
        .when({ status: from })
        .emitsNothing());
  });

  test('needs an end, planned by hand or by a checkpoint', () => {
    given(created).seeing({ uses: [] }).when({ status: 'Active' }).refuses('route-has-no-schedule', {}, 409);
    given(created, hanover).seeing({ uses: [] }).when({ status: 'Active' }).emits(activated);
  });

  test.each(['Planning', 'Deactivated'] as const)('cannot be left for %s while deliveries use it', (status) =>
    given(withEnd, activated)
      .seeing({ uses: [use] })
      .when({ status })
      .refuses('route-in-use', { deliveries: [deliveryId] }, 409),
  );

  test('knows three statuses and no other spelling of them', () => {
    for (const status of ['active', 'ACTIVE', ' Active', 3, 'Cancelled'])
      expect(changeRouteStatus.definition.input.safeParse({ routeId: itsId, status }).success).toBe(false);
  });
});
