import { scenario } from '@waybill/kernel/testing';
import { describe, test } from 'vitest';
import { DeliveryCancelled } from '#events/deliveries';
import { routeUse } from '#events/routes';
import { cancelDelivery } from '#functions/deliveries/commands/cancel-delivery';
import { allFreed, alone, changed, freed, historyTo, routeId } from './support/support.ts';

const { given } = scenario(cancelDelivery);
const callOff = { reason: ' Not  needed ', requestedBy: 'Customer' } as const;
const cancelled = DeliveryCancelled({ reason: 'Not needed', requestedBy: 'Customer' });

describe('a delivery is called off', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery'] as const)('while %s, and frees all it holds', (from) => {
    given(...historyTo[from])
      .when(callOff)
      .emits(cancelled, changed(from, 'Cancelled', 'Not needed'), ...allFreed);
  });

  test('after it failed, and has nothing left to free', () => {
    given(...historyTo.Failed)
      .when(callOff)
      .emits(cancelled, changed('Failed', 'Cancelled', 'Not needed'));
  });

  test('with nobody on it', () =>
    given(alone)
      .when(callOff)
      .emits(cancelled, changed('PickedUp', 'Cancelled', 'Not needed'), freed(routeUse, routeId)));

  test.each(['Customer', 'Dispatcher', 'Driver'] as const)('for the %s', (requestedBy) =>
    given(...historyTo.Failed)
      .when({ reason: 'So be it', requestedBy })
      .emits(DeliveryCancelled({ reason: 'So be it', requestedBy }), changed('Failed', 'Cancelled', 'So be it')),
  );

  test('once', () =>
    given(...historyTo.Cancelled)
      .when(callOff)
      .emitsNothing());

  test('not when it was delivered', () =>
    given(...historyTo.Delivered)
      .when(callOff)
      .refuses('transition-not-allowed', { from: 'Delivered', to: 'Cancelled', allowed: [] }, 409));

  test('only if it is there', () => given().when(callOff).refuses('delivery-not-found', {}, 404));
});
