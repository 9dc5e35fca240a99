import { scenario } from '@waybill/kernel/testing';
import { describe, test } from 'vitest';
import { CheckpointReached, DeliveryRetried } from '#events/deliveries';
import { reachCheckpoint } from '#functions/deliveries/commands/reach-checkpoint';
import {
  ada,
  alone,
  anotherDriver,
  changed,
  created,
  createdOn,
  historyTo,
  plan,
  reached,
  setOut,
  straight,
  theDriver,
  throughAll,
} from './support/support.ts';

const { given } = scenario(reachCheckpoint);
const gateOnly = { ...plan, checkpoints: plan.checkpoints.slice(2) };

describe('a checkpoint', () => {
  test('is reached', () => given(created, setOut).when({ sequence: 1 }).emits(reached(1)));

  test('is reached at a position', () => {
    const position = { latitude: 48.2, longitude: 16.4 };
    given(created, setOut)
      .when({ sequence: 1, position })
      .emits(CheckpointReached({ sequence: 1, position }));
  });

  test('is reached after the one before', () =>
    given(created, setOut, reached(1)).when({ sequence: 2 }).emits(reached(2)));

  test('sends the delivery to the door, when it is the last', () =>
    given(created, setOut, reached(1), reached(2))
      .when({ sequence: 5 })
      .emits(reached(5), changed('InTransit', 'OutForDelivery')));

  test('sends the delivery to the door, when it is the only one', () =>
    given(createdOn(gateOnly), setOut).when({ sequence: 5 }).emits(reached(5), changed('InTransit', 'OutForDelivery')));
});

describe('the order', () => {
  test('skips none at the start', () =>
    given(created, setOut).when({ sequence: 2 }).refuses('checkpoint-out-of-order', { expected: 1 }, 409));

  test('does not jump to the last', () =>
    given(created, setOut).when({ sequence: 5 }).refuses('checkpoint-out-of-order', { expected: 1 }, 409));

  test('skips none in between', () =>
    given(created, setOut, reached(1)).when({ sequence: 5 }).refuses('checkpoint-out-of-order', { expected: 2 }, 409));
});

describe('again', () => {
  test.each([1, 2])('is nothing new for checkpoint %i', (sequence) =>
    given(created, setOut, reached(1), reached(2)).when({ sequence }).emitsNothing(),
  );

  test('is nothing new for the last, which moved the delivery on', () =>
    given(...historyTo.OutForDelivery)
      .when({ sequence: 5 })
      .emitsNothing());

  test('is news on another attempt', () =>
    given(
      created,
      setOut,
      reached(1),
      changed('InTransit', 'Failed', 'Rain'),
      DeliveryRetried({ attempt: 2, route: plan }),
      changed('Failed', 'PickedUp'),
      setOut,
    )
      .when({ sequence: 1 })
      .emits(reached(1)));

  test('follows the plan of the attempt', () =>
    given(
      created,
      setOut,
      changed('InTransit', 'Failed', 'Rain'),
      DeliveryRetried({ attempt: 2, route: gateOnly }),
      changed('Failed', 'PickedUp'),
      setOut,
    )
      .when({ sequence: 1 })
      .refuses('checkpoint-not-found', { sequence: 1 }, 404));
});

describe('a delivery passes no checkpoint', () => {
  test.each(['PickedUp', 'Failed', 'Cancelled'] as const)('while %s', (status) =>
    given(...historyTo[status])
      .when({ sequence: 1 })
      .refuses('not-in-transit', { current: status }, 409),
  );

  test('at the door or after it, when the route had none to pass', () =>
    given(createdOn(straight), setOut, changed('InTransit', 'OutForDelivery'))
      .when({ sequence: 1 })
      .refuses('checkpoint-not-found', { sequence: 1 }, 404));

  test.each([3, 4, 6])('that the route does not have, like %i', (sequence) =>
    given(created, setOut).when({ sequence }).refuses('checkpoint-not-found', { sequence }, 404),
  );

  test('when there is no delivery', () => given().when({ sequence: 1 }).refuses('delivery-not-found', {}, 404));
});

describe('a driver', () => {
  test('passes checkpoints of her own delivery', () =>
    given(created, setOut).seeing({ own: ada }).asking(theDriver).when({ sequence: 1 }).emits(reached(1)));

  test('and of no other', () =>
    given(created, setOut)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ sequence: 1 })
      .refuses('not-your-delivery', {}, 403));

  test('and of none without a driver', () =>
    given(alone).asking(theDriver).when({ sequence: 1 }).refuses('not-your-delivery', {}, 403));

  test('learns nothing of another, not even that it is done', () =>
    given(created, setOut, ...throughAll)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ sequence: 1 })
      .refuses('not-your-delivery', {}, 403));
});
