import { command, id, optionalText, position, text, z } from '@waybill/kernel';
import { DeliveryStatusChanged, ProofCaptured } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { freeAll } from '../crew/bookings.ts';
import { delivery } from '../delivery.ts';
import { driver } from '../external-aggregates.ts';
import { mayNotAct, whoseDriver } from '../may-act.ts';
import { notOutForDelivery, notYourDelivery } from '../problems.ts';

/** A host with a top-level domain, then an optional port, path, query and fragment. */
const https = '[Hh][Tt][Tt][Pp][Ss]://([A-Za-z0-9-]+\\.)+[A-Za-z]{2,}(:\\d{1,4})?([/?#]\\S*)?';
const isHttps = (url: string) => new RegExp(`^${https}$`).test(url) && URL.canParse(url);

const picture = () =>
  optionalText(500)
    .refine((url) => url === undefined || isHttps(url), 'must be an https URL')
    .meta({ pattern: `^\\s*(${https})?\\s*$` });

export const captureProof = command({
  summary: 'Capture the proof of delivery',
  description:
    'Makes the delivery `Delivered`. A signature or a photo is required. Drivers (role `agent`) act on their own deliveries.',
  route: 'POST /deliveries/{deliveryId}/proof',
  role: 'agent',
  input: z
    .strictObject({
      deliveryId: id().describe('The delivery.'),
      receiverName: text(200).describe('Who received it.'),
      signatureUrl: picture().describe('The https URL of the signature image.'),
      photoUrl: picture().describe('The https URL of a photo.'),
      position: position().optional(),
    })
    .refine(({ signatureUrl, photoUrl }) => signatureUrl ?? photoUrl, {
      path: ['signatureUrl'],
      error: 'a signature or a photo is needed',
    })
    .meta({
      anyOf: ['signatureUrl', 'photoUrl'].map((picture) => ({
        required: [picture],
        properties: { [picture]: { pattern: '\\S' } },
      })),
    }),
  example: {
    deliveryId: exampleIds.arrivingDelivery,
    receiverName: 'Clara Sousa',
    signatureUrl: 'https://proofs.example/4711.svg',
    position: { latitude: 38.6916, longitude: -9.216 },
  },
  on: delivery,
  refuses: [notYourDelivery, notOutForDelivery],
  reads: {
    own: { of: driver, id: (_, { state: delivery, caller }) => whoseDriver(delivery, caller), consistency: 'eventual' },
  },
  writes: { driverTime, vehicleTime, routeUse },
  status: 201,

  decide: (delivery, { receiverName, signatureUrl, photoUrl, position }, reads, { caller }) => {
    const { status, route } = delivery;
    const no = mayNotAct(caller, reads.own);
    if (no) return no;
    if (status !== 'OutForDelivery') return notOutForDelivery({ current: status });
    return [
      ProofCaptured({ receiverName, signatureUrl, photoUrl, position }),
      DeliveryStatusChanged({ from: status, to: 'Delivered' }),
      ...freeAll(route, delivery),
    ];
  },
});
