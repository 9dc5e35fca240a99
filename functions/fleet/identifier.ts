import { text } from '@waybill/kernel';
import { essence } from './essence.ts';

/** A licence or a registration, as it is written on the thing. */
export const identifier = (max: number) =>
  text(max).refine((value) => essence(value) !== '', 'must have a letter or a digit');
