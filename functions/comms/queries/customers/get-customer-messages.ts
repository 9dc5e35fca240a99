import { query, z } from '@waybill/kernel';
import { CustomerMessage } from '#events/comms';
import { customerMessages, noMessages } from '../../domain/customers/customer-messages.ts';

export const getCustomerMessages = query({
  summary: 'Get the messages to customers',
  description: 'Which messages the customers of deliveries get.',
  route: 'GET /customer-messages',
  role: 'auditor',
  input: z.strictObject({}),
  output: z
    .object({
      messages: z.array(CustomerMessage).describe('The messages that customers get.'),
      timeZone: z.string().nullable().describe('The time zone of dates in the messages, if it is not UTC.'),
      version: z.number().int().describe('The number of changes.'),
    })
    .meta({ id: 'CustomerMessages', description: 'Which messages the customers of deliveries get.' }),
  reads: { settings: customerMessages },

  answer: async (_, { settings }, { caller }) => {
    const { messages, timeZone = null, version } = (await settings.state(caller.orgId)) ?? noMessages;
    return { messages: [...messages], timeZone, version };
  },
});
