import type { Stream } from '@waybill/kernel';

/** A stream of identity that belongs to an organisation. */
export const streamIn = (org: string, aggregate: string, id: string): Stream => ({
  context: 'identity',
  org,
  aggregate,
  id,
});
