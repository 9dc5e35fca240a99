import { claims } from '@waybill/kernel';

/** Which vehicle has which registration, by its essence. */
export const registrations = claims('fleet', 'registration');
