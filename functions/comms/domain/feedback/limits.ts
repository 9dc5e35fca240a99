import { perNetwork } from '@waybill/kernel';

/**
 * Requests without a valid signature. Signatures cannot be guessed, so this limits load. Events of providers, which are
 * signed, are not limited: as many arrive as messages were sent.
 */
export const unverifiedEvents = perNetwork({
  name: 'unverified-events',
  most: 300,
  seconds: 60,
  counts: 'failures',
  inMemory: true,
});
