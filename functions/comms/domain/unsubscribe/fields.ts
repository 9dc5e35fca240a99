import { perNetwork, problem, z } from '@waybill/kernel';

export const unsubscribeLinkNotValid = problem(
  'unsubscribe-link-not-valid',
  404,
  'The link to unsubscribe is not complete, or not from a message of this system.',
);

/** In the memory of an instance: the token cannot be guessed, and most requests write nothing. */
export const unsubscribeLimits = [
  perNetwork({ name: 'unsubscribe', most: 300, seconds: 60, counts: 'requests', inMemory: true }),
];

export const unsubscribeInput = {
  token: z
    .string()
    .regex(/^[\w-]{66}$/)
    .describe('The token from the message.'),
};
