import { claims } from '@waybill/kernel';

/** Unique registrations of vehicles, by normalized form. */
export const registrations = claims('fleet', 'registration');
