import { z } from '@waybill/kernel';

/** A slug, the name in links: 2 to 48 lower-case letters and digits, with single dashes between them. */
export const slug = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^(?=.{2,48}$)[a-z0-9]+(-[a-z0-9]+)*$/, 'must have 2 to 48 letters and digits, with single dashes between');
