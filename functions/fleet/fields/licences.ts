import { claims } from '@waybill/kernel';

/** Unique licences of drivers, by normalized form. */
export const licences = claims('fleet', 'licence');
