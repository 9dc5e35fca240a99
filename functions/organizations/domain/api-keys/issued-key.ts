import { z } from '@waybill/kernel';

/** What is answered when a key is made or rotated. */
export const IssuedKey = z.object({
  key: z.string().optional().describe('The key, for `X-Api-Key`. Left out when the request is repeated.'),
  expiresAt: z.iso.datetime().optional().describe('When it expires.'),
});
