import { problem, z } from '@waybill/kernel';

/** The problems of this context. */

export { contactNotFound, locationNotFound } from '#events/references';

export const contextKeyNotAllowed = problem(
  'context-key-not-allowed',
  403,
  'The API key does not reach contacts with this context key. Create one that names it among its `contextKeys`.',
  { contextKey: z.string().describe('The requested context key.') },
);
