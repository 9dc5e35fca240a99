import { type Authority, type Caller, command, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { customerMessages as allMessages, CustomerMessage, CustomerMessagesChanged } from '#events/comms';
import { members } from '#events/organizations';
import { type CustomerMessages, customerMessages, noMessages } from '../../domain/customers/customer-messages.ts';
import { timeZone } from '../../domain/time-zone.ts';

type Wanted = Omit<CustomerMessages, 'version'>;

const changed = (
  before: Wanted,
  { messages, timeZone }: Wanted,
  { organization }: { readonly organization: Authority | undefined },
  { caller }: { readonly caller: Caller },
) => {
  const no = mustBe('owner', organization, caller);
  if (no) return no;
  const wanted = allMessages.filter((message) => messages.includes(message));
  const isSame = before.timeZone === timeZone && before.messages.join() === wanted.join();
  return isSame ? [] : CustomerMessagesChanged({ messages: wanted, timeZone });
};

export const changeCustomerMessages = command({
  summary: 'Change the messages to customers',
  description:
    'Which messages the customers of deliveries get, by e-mail and SMS: none at first. A message goes to the contact of the delivery, or of its customer: the contact with the context key `customer`.',
  route: 'PUT /customer-messages',
  role: 'owner',
  standing: 'current',
  status: 200,
  input: z.strictObject({
    messages: z.array(CustomerMessage).max(allMessages.length).describe('The messages that customers get.'),
    timeZone: timeZone().optional().describe('The time zone of dates in the messages: UTC without one.'),
  }),
  example: { messages: ['OutForDelivery', 'Delivered', 'Failed', 'Late'], timeZone: 'Europe/Lisbon' },
  on: customerMessages,
  refuses: [notAMember, roleTooLow],
  about: (_, { orgId }) => orgId,
  reads: { organization: { of: members, id: (_, { caller: { orgId } }) => orgId } },

  begin: (wanted, reads, context) => changed(noMessages, wanted, reads, context),
  decide: changed,
});
