import { claims } from '@waybill/kernel';

/** Unique references of deliveries. */
export const references = claims('deliveries', 'reference');
