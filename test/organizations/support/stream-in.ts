import type { Stream } from '@waybill/kernel';

/** A stream of the organizations context. */
export const streamIn = (org: string, aggregate: string, id: string): Stream => ({
  context: 'organizations',
  org,
  aggregate,
  id,
});
