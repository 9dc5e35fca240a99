import { scenario } from '@waybill/kernel/testing';
import { describe, test } from 'vitest';
import { DeliveryCancelled } from '#events/deliveries';
import { routeUse } from '#events/routes';
import { cancelDelivery } from '#functions/deliveries/commands/cancel-delivery';
import { allFreed, alone, changed, freed, historyTo, routeId } from './support/support.ts';

const { given } = scenario(cancelDelivery);
const cancellation = { reason: ' Not  needed ', requestedBy: 'Customer' } as const;
const cancelled = DeliveryCancelled({ reason: 'Not needed', requestedBy: 'Customer' });

describe('cancelling a delivery', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery'] as const)(
    'is possible while %s and frees its bookings',
    (from) => {
      given(...historyTo[from])
        .when(cancellation)
        .emits(cancelled, changed(from, 'Cancelled', 'Not needed'), ...allFreed);
    },
  );

  test('is possible after it failed and frees nothing', () => {
    given(...historyTo.Failed)
      .when(cancellation)
      .emits(cancelled, changed('Failed', 'Cancelled', 'Not needed'));
  });

  test('is possible without driver and vehicle', () =>
    given(alone)
      .when(cancellation)
      .emits(cancelled, changed('PickedUp', 'Cancelled', 'Not needed'), freed(routeUse, routeId)));

  test.each(['Customer', 'Dispatcher', 'Driver'] as const)('records that the %s requested it', (requestedBy) =>
    given(...historyTo.Failed)
      .when({ reason: 'So be it', requestedBy })
      .emits(DeliveryCancelled({ reason: 'So be it', requestedBy }), changed('Failed', 'Cancelled', 'So be it')),
  );

  test('has no effect the second time', () =>
    given(...historyTo.Cancelled)
      .when(cancellation)
      .emitsNothing());

  test('is refused once it was delivered', () =>
    given(...historyTo.Delivered)
      .when(cancellation)
      .refuses('transition-not-allowed', { from: 'Delivered', to: 'Cancelled', allowed: [] }, 409));

  test('requires an existing delivery', () => given().when(cancellation).refuses('delivery-not-found', {}, 404));
});
