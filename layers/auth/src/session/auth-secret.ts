import { parameter } from '@waybill/kernel';

/**
 * The secret that signs cookies, and encrypts signing keys and second factors. It never changes during the life of a
 * container.
 */
export const authSecret = parameter('auth-secret', {
  secret: true,
  once: true,
  cachedMs: Number.POSITIVE_INFINITY,
});
