import { aggregate } from '@waybill/kernel';
import { type CustomerMessage, CustomerMessagesChanged } from '#events/comms';

export interface CustomerMessages {
  readonly messages: readonly CustomerMessage[];
  readonly timeZone?: string | undefined;
  readonly version: number;
}

/** Which messages the customers of an organization get. Its id is the id of the organization. */
export const customerMessages = aggregate('comms', 'customer-messages').begin(
  CustomerMessagesChanged,
  (messages, { version }): CustomerMessages => ({ ...messages, version }),
);

/** Customers get messages only if their organization wants it. */
export const noMessages: CustomerMessages = { messages: [], version: 0 };
