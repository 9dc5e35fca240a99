import { z } from '@waybill/kernel';

/** The maximum load of a vehicle. The limit is well above the heaviest lorries. */
export const capacityKg = () => z.number().positive().max(100_000).describe('The maximum load, in kilograms.');
