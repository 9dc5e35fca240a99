import type { Counted } from '@waybill/kernel/limits/rate/limiter';
import { countedFor, rateLimits } from '@waybill/kernel/limits/rate/limits';

const far = 1e9;
export const limits = { device: far, address: far, burst: far, city: far, country: far, key: far, keyDay: far };
export const client = { ip: '203.0.113.7', device: 'a', where: { country: 'GB', city: 'Leeds' } };
export const somewhere = (i: number) => ({ ...client, device: `${i}`, ip: `51.${i % 100}.${i % 211}.1` });
export type Name = keyof typeof limits;

/** Requests that exceed one limit, and only that. */
export const floods: Partial<Record<Name, (i: number) => Counted>> = {
  device: () => countedFor(client, undefined, { ...limits, device: rateLimits.device }),
  burst: (i) => countedFor({ ...client, device: `${i}` }, undefined, { ...limits, burst: rateLimits.burst }),
  address: (i) => countedFor({ ...client, device: `${i % 50}` }, undefined, { ...limits, address: rateLimits.address }),
  city: (i) => countedFor(somewhere(i), undefined, { ...limits, city: rateLimits.city }),
  key: () => countedFor(client, { id: 'k' }, { ...limits, key: rateLimits.key }),
};
