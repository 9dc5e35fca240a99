import { reaction } from '@waybill/kernel';
import type { CustomerMessage } from '#events/comms';
import { DeliveryCreated, type DeliveryStatus, DeliveryStatusChanged } from '#events/deliveries';
import { customerNeeds } from '../domain/customers/customer-needs.ts';
import { isCurrent } from '../domain/customers/is-current.ts';
import { checkUntil, latenessCheckId, latenessChecks } from '../domain/customers/lateness-checks.ts';
import { messageCustomer } from '../domain/customers/message-customer.ts';

const steps: Readonly<Partial<Record<DeliveryStatus, CustomerMessage>>> = {
  PickedUp: 'PickedUp',
  OutForDelivery: 'OutForDelivery',
  Delivered: 'Delivered',
  Failed: 'Failed',
};

/** Sends customers the messages that their organization wants, and has late deliveries looked at. */
export const notifyCustomerOfDelivery = reaction({
  name: 'notifyCustomerOfDelivery',
  on: [DeliveryCreated, DeliveryStatusChanged],
  reads: customerNeeds.reads,
  writes: { latenessChecks },
  uses: customerNeeds.uses,

  react: async (event, { latenessChecks, ...access }) => {
    const { org, id: occasion, at, aggregateId: deliveryId } = event;
    const step = steps[event.type === 'DeliveryCreated' ? 'PickedUp' : event.data.to];
    if (!step) return;
    const { messages: wanted = [], timeZone } = (await access.customerMessages.state(org)) ?? {};
    if (event.type === 'DeliveryCreated' && event.data.promised && wanted.includes('Late'))
      await latenessChecks.put(
        latenessCheckId(org, deliveryId),
        { organizationId: org, deliveryId },
        checkUntil(event.data.promised.to),
      );
    if (!wanted.includes(step)) return;
    const delivery = await access.customersDelivery.state(deliveryId);
    if (!delivery || !isCurrent(step, delivery.status)) return;
    const reason = event.type === 'DeliveryStatusChanged' ? event.data.reason : undefined;
    return messageCustomer({ org, step, delivery, at, reason, timeZone, occasion }, access);
  },
});
