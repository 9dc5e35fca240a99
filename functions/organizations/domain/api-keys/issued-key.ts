import { z } from '@waybill/kernel';

/** The response to the creation or rotation of a key. */
export const IssuedKey = z.object({
  key: z.string().optional().describe('The key, for `X-Api-Key`. Absent when the request is repeated.'),
  expiresAt: z.iso.datetime().optional().describe('When it expires.'),
});
