import { type AccessOf, declares } from '@waybill/kernel';
import { externalKeys } from '#events/geo';
import { notifyCustomer } from '../../commands/customers/notify-customer.ts';
import { contact } from '../recipient/contact.ts';
import { organizationName } from '../recipient/organization-name.ts';
import { customerMessages } from './customer-messages.ts';
import { customersDelivery } from './customers-delivery.ts';

/** What a function needs that sends messages to customers. */
export const customerNeeds = declares({
  reads: { customerMessages, customersDelivery, contact, externalKeys, organizationName },
  uses: { notifyCustomer },
});

export type CustomerAccess = AccessOf<typeof customerNeeds>;
