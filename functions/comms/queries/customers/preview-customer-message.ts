import { query, z } from '@waybill/kernel';
import { CustomerMessage } from '#events/comms';
import { customerMessages } from '../../domain/customers/customer-messages.ts';
import { worded } from '../../domain/customers/worded.ts';
import { Preview, previewLocale, previewOf } from '../../domain/preview.ts';
import { organizationName } from '../../domain/recipient/organization-name.ts';

/** A delivery of an invented customer. */
const sample = {
  name: 'Clara',
  reference: 'ORDER-4711',
  promised: { from: '2030-06-03T08:00:00Z', to: '2030-06-03T10:00:00Z' },
  at: '2030-06-03T09:12:00Z',
  reason: 'The address was closed.',
};

export const previewCustomerMessage = query({
  summary: 'Preview a message to customers',
  description: 'As the customer of an invented delivery would see it. Nothing is sent.',
  route: 'GET /customer-messages/{customerMessage}/preview',
  role: 'officer',
  input: z.strictObject({
    customerMessage: CustomerMessage.describe('The message.'),
    locale: previewLocale(),
  }),
  example: { customerMessage: 'OutForDelivery', locale: 'de-DE' },
  output: Preview,
  reads: { settings: customerMessages, organizationName },

  answer: async ({ customerMessage: step, locale }, { settings, organizationName }, { caller: { orgId } }) => {
    const organization = (await organizationName.state(orgId))?.name ?? 'Waybill';
    const timeZone = (await settings.state(orgId))?.timeZone;
    const words = await worded({ ...sample, step, organization, locale, timeZone });
    return previewOf({ ...words, brand: { name: organization }, locale });
  },
});
