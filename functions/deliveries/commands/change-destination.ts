import { command, id, z } from '@waybill/kernel';
import { DestinationChanged } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import {
  type References,
  referenceFields,
  referenceReads,
  referencesUnknown,
  unknownReference,
} from '#events/references';
import { delivery } from '../delivery.ts';
import { isLive } from '../is-live.ts';
import { deliveryOver } from '../problems.ts';

export const changeDestination = command({
  summary: 'Change the destination of a delivery',
  description:
    'Where it goes, and the customer’s contact, who gets the messages about it. A field that is not sent is removed. Not for a delivery that is over, except a failed one, which can be tried again.',
  route: 'PUT /deliveries/{deliveryId}/destination',
  role: 'officer',
  input: z.strictObject({ deliveryId: id().describe('The delivery.'), ...referenceFields }),
  example: {
    deliveryId: exampleIds.waitingDelivery,
    locationId: exampleIds.location,
    contactId: exampleIds.contact,
  },
  on: delivery,
  refuses: [deliveryOver, ...referencesUnknown],
  reads: referenceReads((destination: References) => [destination]),

  decide: ({ status, ...known }, { deliveryId: _, ...destination }, reads, { caller }) => {
    if (!isLive(status) && status !== 'Failed') return deliveryOver({ current: status });
    const no = unknownReference([destination], reads, caller);
    if (no) return no;
    const isSame = known.locationId === destination.locationId && known.contactId === destination.contactId;
    return isSame ? [] : DestinationChanged(destination);
  },
});
