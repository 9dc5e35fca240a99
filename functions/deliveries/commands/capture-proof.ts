import { command, id, optionalText, position, text, z } from '@waybill/kernel';
import { DeliveryStatusChanged, ProofCaptured } from '#events/deliveries';
import { driverTime, vehicleTime } from '#events/fleet';
import { routeUse } from '#events/routes';
import { freeAll } from '../bookings.ts';
import { delivery } from '../delivery.ts';
import { mayNotAct, ownDriver, whoseDriver } from '../may-act.ts';
import { notOutForDelivery, notYourDelivery } from '../problems.ts';

const picture = () => optionalText(500).refine((url) => url === undefined || isHttps(url), 'must be an https URL');

const isHttps = (url: string) => /^https:\/\//i.test(url) && URL.canParse(url);

export const captureProof = command({
  summary: 'Hand the delivery over at the door, and keep the proof',
  route: 'POST /deliveries/{deliveryId}/proof',
  role: 'agent',
  input: z
    .strictObject({
      deliveryId: id(),
      receiverName: text(200),
      signatureUrl: picture(),
      photoUrl: picture(),
      position: position().optional(),
    })
    .refine(({ signatureUrl, photoUrl }) => signatureUrl ?? photoUrl, {
      path: ['signatureUrl'],
      error: 'a signature or a photo is needed',
    }),
  on: delivery,
  refuses: [notYourDelivery, notOutForDelivery],
  consults: { own: ownDriver },
  where: (_, delivery, caller) => ({ own: whoseDriver(delivery, caller) }),
  books: [driverTime, vehicleTime, routeUse],
  status: 201,

  decide: (delivery, { receiverName, signatureUrl, photoUrl, position }, { caller, sees }) => {
    const { status, route } = delivery;
    const no = mayNotAct(caller, sees.own);
    if (no) return no;
    if (status !== 'OutForDelivery') return notOutForDelivery({ current: status });
    return [
      ProofCaptured({ receiverName, signatureUrl, photoUrl, position }),
      DeliveryStatusChanged({ from: status, to: 'Delivered' }),
      ...freeAll(route, delivery),
    ];
  },
});
