import { claims } from '@waybill/kernel';

/** Which driver has which licence, by its essence. */
export const licences = claims('fleet', 'licence');
