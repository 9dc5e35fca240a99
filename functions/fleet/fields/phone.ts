import { optionalText } from '@waybill/kernel';

const e164 = /^\+[1-9]\d{6,14}$/;

/** E.164: a plus sign, country code and number, without separators. A blank value counts as absent. */
export const phone = () =>
  optionalText(16)
    .refine((value) => value === undefined || e164.test(value), 'must be a number in E.164, like +4915112345678')
    .meta({ pattern: '^\\s*(\\+[1-9]\\d{6,14})?\\s*$', description: 'A telephone number in E.164.' });
