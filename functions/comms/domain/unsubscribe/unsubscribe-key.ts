import { parameter } from '@waybill/kernel';

/** Signs the links to unsubscribe. It never changes: the links in all mails would become invalid. */
export const unsubscribeKey = parameter('unsubscribe-key', {
  secret: true,
  once: true,
  cachedMs: Number.POSITIVE_INFINITY,
});
