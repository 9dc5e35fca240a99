import { z } from '@waybill/kernel';

const isTimeZone = (timeZone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    // A RangeError: the zone is unknown.
    return false;
  }
};

/** The name of a time zone in the IANA database. */
export const timeZone = () =>
  z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be a time zone like Europe/Vienna')
    .describe('A time zone of the IANA database.');
