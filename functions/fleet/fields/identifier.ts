import { text } from '@waybill/kernel';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';

/** A licence or a registration, as printed on the document or plate. */
export const identifier = (max: number) =>
  text(max)
    .refine((value) => normalizedIdentifier(value) !== '', 'must have a letter or a digit')
    .meta({ pattern: '^(?=[\\s\\S]*[\\p{L}\\p{N}])[^\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f]+$' });
