import { perNetwork } from '@waybill/kernel';

/** Reference data changes with a release: clients and shared caches keep it for a day. */
export const freshFor = 86_400;

/** The routes are public, and the whole document is 60 KB: counting in the table would cost more than the response. */
export const referenceReads = perNetwork({
  name: 'reference-data',
  most: 120,
  seconds: 60,
  counts: 'requests',
  inMemory: true,
});
