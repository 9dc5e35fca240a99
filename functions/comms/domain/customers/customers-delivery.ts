import { externalAggregate } from '@waybill/kernel';
import { DeliveryCreated, type DeliveryStatus, DeliveryStatusChanged, DestinationChanged } from '#events/deliveries';

export interface CustomersDelivery {
  readonly status: DeliveryStatus;
  readonly reference?: string | undefined;
  readonly customerId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly promised?: { readonly from: string; readonly to: string } | undefined;
}

/** A delivery, as far as messages to its customer need it. */
export const customersDelivery = externalAggregate('deliveries', 'delivery')
  .begin(
    DeliveryCreated,
    ({ reference, customerId, contactId, promised }): CustomersDelivery => ({
      status: 'PickedUp',
      reference,
      customerId,
      contactId,
      promised,
    }),
  )
  .on(DeliveryStatusChanged, (delivery, { to }) => ({ ...delivery, status: to }))
  .on(DestinationChanged, (delivery, { contactId }) => ({ ...delivery, contactId }));
