import { parameter } from '@waybill/kernel';

/** The secret that signs cookies, and encrypts signing keys and second factors. It never changes while a container runs. */
export const authSecret = parameter('auth-secret', {
  secret: true,
  once: true,
  cachedMs: Number.POSITIVE_INFINITY,
});
