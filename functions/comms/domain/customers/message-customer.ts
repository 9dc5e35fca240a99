import { newId } from '@waybill/kernel';
import type { CustomerMessage } from '#events/comms';
import { contactOfCustomer } from './contact-of-customer.ts';
import type { CustomerAccess } from './customer-needs.ts';
import type { CustomersDelivery } from './customers-delivery.ts';

const templates = {
  PickedUp: 'delivery-picked-up',
  OutForDelivery: 'delivery-out-for-delivery',
  Delivered: 'delivery-delivered',
  Failed: 'delivery-failed',
  Late: 'delivery-late',
} as const;

interface About {
  readonly org: string;
  readonly step: CustomerMessage;
  readonly delivery: CustomersDelivery;
  /** ISO-8601: when it happened. */
  readonly at: string;
  readonly reason?: string | undefined;
  readonly timeZone?: string | undefined;
  /** The same occasion has the same text: it is sent once. */
  readonly occasion: string;
}

/** Sends a message to the customer of a delivery, if there is a contact. */
export const messageCustomer = async (
  { org, step, delivery, at, reason, timeZone, occasion }: About,
  access: CustomerAccess,
) => {
  const found = await contactOfCustomer(delivery, access);
  if (!found) return undefined;
  const { contactId, contact } = found;
  const organization = (await access.organizationName.state(org))?.name ?? '';
  const purpose = templates[step];
  const values = {
    name: contact.name,
    organization,
    reference: delivery.reference,
    // A promise that is broken is not repeated.
    ...((step === 'PickedUp' || step === 'OutForDelivery') && { window: delivery.promised }),
    ...(step === 'Delivered' && { at }),
    ...(step === 'Failed' && { reason }),
  };
  const { renderTemplate } = await import('@waybill/channels/rendering');
  // The schema of the purpose checks the values.
  const content = renderTemplate(purpose, contact.locale, values as never, { timeZone });
  const notificationId = newId(`${org} ${step} ${occasion}`);
  return access.notifyCustomer({ notificationId, contactId, purpose, locale: contact.locale, ...content });
};
