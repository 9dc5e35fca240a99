import { z } from '@waybill/kernel';

/** The id of a location, in any case of letters. */
export const locationIdField = () =>
  z
    .string()
    .regex(/^[0-9A-Fa-f]{64}$/, 'must be 64 hexadecimal digits')
    .toUpperCase();
