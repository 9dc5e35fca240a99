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

  test('is reached after the previous one', () =>
    given(created, setOut, reached(1)).when({ sequence: 2 }).emits(reached(2)));

  test('makes the delivery OutForDelivery if it is the last', () =>
    given(created, setOut, reached(1), reached(2))
      .when({ sequence: 5 })
      .emits(reached(5), changed('InTransit', 'OutForDelivery')));

  test('makes the delivery OutForDelivery if it is the only one', () =>
    given(createdOn(gateOnly), setOut).when({ sequence: 5 }).emits(reached(5), changed('InTransit', 'OutForDelivery')));
});

describe('the order of checkpoints', () => {
  test('does not allow skipping at the start', () =>
    given(created, setOut).when({ sequence: 2 }).refuses('checkpoint-out-of-order', { expected: 1 }, 409));

  test('does not allow a jump to the last', () =>
    given(created, setOut).when({ sequence: 5 }).refuses('checkpoint-out-of-order', { expected: 1 }, 409));

  test('does not allow skipping in between', () =>
    given(created, setOut, reached(1)).when({ sequence: 5 }).refuses('checkpoint-out-of-order', { expected: 2 }, 409));
});

describe('reaching a checkpoint again', () => {
  test.each([1, 2])('produces no event for checkpoint %i', (sequence) =>
    given(created, setOut, reached(1), reached(2)).when({ sequence }).emitsNothing(),
  );

  test('produces no event for the last checkpoint, which changed the status', () =>
    given(...historyTo.OutForDelivery)
      .when({ sequence: 5 })
      .emitsNothing());

  test('produces an event on another attempt', () =>
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

describe('reaching a checkpoint is refused', () => {
  test.each(['PickedUp', 'Failed', 'Cancelled'] as const)('while %s', (status) =>
    given(...historyTo[status])
      .when({ sequence: 1 })
      .refuses('not-in-transit', { current: status }, 409),
  );

  test('on a route without checkpoints, when OutForDelivery or later', () =>
    given(createdOn(straight), setOut, changed('InTransit', 'OutForDelivery'))
      .when({ sequence: 1 })
      .refuses('checkpoint-not-found', { sequence: 1 }, 404));

  test.each([3, 4, 6])('that the route does not have, such as %i', (sequence) =>
    given(created, setOut).when({ sequence }).refuses('checkpoint-not-found', { sequence }, 404),
  );

  test('if the delivery does not exist', () => given().when({ sequence: 1 }).refuses('delivery-not-found', {}, 404));
});

describe('a driver', () => {
  test('can reach checkpoints of their own delivery', () =>
    given(created, setOut).seeing({ own: ada }).asking(theDriver).when({ sequence: 1 }).emits(reached(1)));

  test('cannot reach checkpoints of another delivery', () =>
    given(created, setOut)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ sequence: 1 })
      .refuses('not-your-delivery', {}, 403));

  test('cannot reach checkpoints of a delivery without a driver', () =>
    given(alone).asking(theDriver).when({ sequence: 1 }).refuses('not-your-delivery', {}, 403));

  test('learns nothing about another delivery, not even that a checkpoint is reached', () =>
    given(created, setOut, ...throughAll)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ sequence: 1 })
      .refuses('not-your-delivery', {}, 403));
});
