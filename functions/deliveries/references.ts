import { claims } from '@waybill/kernel';

/** Which delivery has which reference. */
export const references = claims('deliveries', 'reference');
