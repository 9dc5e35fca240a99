import { notFound, problem } from '@waybill/kernel';

/** The problems of this context. */

export const contactNotFound = notFound('contact');
export const notificationNotFound = notFound('notification');
export const memberNotFound = notFound('member');
export const messageNotKnownYet = problem(
  'message-not-known-yet',
  503,
  'There is no such message yet. Send the event again.',
  {},
  { 'retry-after': '5' },
);
/** SNS sends its message again: with 4xx it would not. */
export const snsUnavailable = problem(
  'sns-unavailable',
  503,
  'Amazon SNS did not answer. Send the message again.',
  {},
  { 'retry-after': '30' },
);
export const invalidSignature = problem(
  'invalid-signature',
  401,
  'The request has no valid signature of the provider, or it is too old.',
);
