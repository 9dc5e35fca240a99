import { z } from '@waybill/kernel';

/** What a vehicle may carry; the heaviest lorries stay well below. */
export const capacityKg = () => z.number().positive().max(100_000).describe('How much it may carry, in kilograms.');
