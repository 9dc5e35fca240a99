import { keyText } from '#events/geo';
import type { Contact } from '../recipient/contact.ts';
import type { CustomerAccess } from './customer-needs.ts';
import type { CustomersDelivery } from './customers-delivery.ts';

/** The context key of contacts whose related entity is the customer of a delivery. */
const customerKey = 'customer';

interface Found {
  readonly contactId: string;
  readonly contact: Contact;
}

/**
 * The contact that gets the messages about a delivery: the one that it names, or the one that has replaced it; without
 * one, the contact of its customer. A contact that was deleted is not replaced by another.
 */
export const contactOfCustomer = async (
  { contactId, customerId }: CustomersDelivery,
  { contact, externalKeys }: Pick<CustomerAccess, 'contact' | 'externalKeys'>,
): Promise<Found | undefined> => {
  const existing = async (id: string | undefined): Promise<Found | undefined> => {
    const known = id === undefined ? undefined : await contact.state(id);
    return id !== undefined && known && !known.deleted ? { contactId: id, contact: known } : undefined;
  };
  if (contactId === undefined)
    return customerId === undefined
      ? undefined
      : existing(await externalKeys.holder(keyText({ contextKey: customerKey, relatedEntityId: customerId })));
  const named = await contact.state(contactId);
  if (!named?.deleted) return named && { contactId, contact: named };
  return existing(await externalKeys.holder(keyText(named)));
};
