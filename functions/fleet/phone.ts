import { optionalText } from '@waybill/kernel';

/** E.164: a plus, the country, the number, nothing between them. */
export const phone = () =>
  optionalText(16).refine(
    (value) => value === undefined || /^\+[1-9]\d{6,14}$/.test(value),
    'must be a number in E.164, like +4915112345678',
  );
