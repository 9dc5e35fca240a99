import { itsId, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { ProofCaptured } from '#events/deliveries';
import { captureProof } from '#functions/deliveries/commands/capture-proof';
import { ada, allFreed, anotherDriver, changed, historyTo, proven, theDriver } from './support/support.ts';

const { given } = scenario(captureProof);
const proof = { receiverName: 'Eve', photoUrl: 'https://pictures.test/1' };
const arrived = changed('OutForDelivery', 'Delivered');
const atTheDoor = historyTo.OutForDelivery;

describe('proof', () => {
  test('makes the delivery Delivered and frees driver, vehicle and route', () => {
    given(...atTheDoor)
      .when(proof)
      .emits(proven, arrived, ...allFreed);
  });

  test('can be a signature, a photo or both, with a position', () => {
    const all = {
      receiverName: 'Eve',
      signatureUrl: 'https://pictures.test/2',
      photoUrl: 'https://pictures.test/3',
      position: { latitude: 48.2, longitude: 16.4 },
    };
    given(...atTheDoor)
      .when(all)
      .emits(ProofCaptured(all), arrived, ...allFreed);
    const signed = { receiverName: 'Eve', signatureUrl: 'https://pictures.test/2' };
    given(...atTheDoor)
      .when(signed)
      .emits(ProofCaptured(signed), arrived, ...allFreed);
  });

  test.each(['PickedUp', 'InTransit', 'Delivered', 'Failed', 'Cancelled'] as const)('is refused while %s', (status) =>
    given(...historyTo[status])
      .when(proof)
      .refuses('not-out-for-delivery', { current: status }, 409),
  );

  test('requires an existing delivery', () => given().when(proof).refuses('delivery-not-found', {}, 404));

  test('requires a picture', () => {
    const { input } = captureProof.definition;
    const pictures = (given: object) => input.safeParse({ deliveryId: itsId, receiverName: 'Eve', ...given });
    expect(pictures({}).error?.issues).toMatchObject([{ path: ['signatureUrl'] }]);
    expect(pictures({ signatureUrl: ' ', photoUrl: '' }).success).toBe(false);
    expect(pictures({ photoUrl: 'https://pictures.test/1', signatureUrl: '' }).success).toBe(true);
  });
});

describe('a driver', () => {
  test('can capture proof of their own delivery', () =>
    given(...atTheDoor)
      .seeing({ own: ada })
      .asking(theDriver)
      .when(proof)
      .emits(proven, arrived, ...allFreed));

  test('cannot capture proof of another delivery', () =>
    given(...atTheDoor)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when(proof)
      .refuses('not-your-delivery', {}, 403));
});
