import { newId } from '@waybill/kernel';
import { contactOfCustomer } from './contact-of-customer.ts';
import type { CustomerAccess } from './customer-needs.ts';
import type { CustomersDelivery } from './customers-delivery.ts';
import { type Worded, worded } from './worded.ts';

interface About extends Pick<Worded, 'step' | 'at' | 'reason' | 'timeZone'> {
  readonly org: string;
  readonly delivery: CustomersDelivery;
  /** What it is sent for. For the same occasion it is sent once. */
  readonly occasion: string;
}

/** Sends a message to the customer of a delivery, if there is a contact. */
export const messageCustomer = async ({ org, delivery, occasion, ...about }: About, access: CustomerAccess) => {
  const found = await contactOfCustomer(delivery, access);
  if (!found) return undefined;
  const { name, locale } = found.contact;
  const organization = (await access.organizationName.state(org))?.name ?? 'Waybill';
  const { reference, promised } = delivery;
  const content = await worded({ ...about, organization, name, reference, promised, locale });
  const notificationId = newId(`${org} ${about.step} ${occasion}`);
  return access.notifyCustomer({
    notificationId,
    contactId: found.contactId,
    locale,
    brand: { name: organization },
    ...content,
  });
};
