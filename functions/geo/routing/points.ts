import { z } from '@waybill/kernel';

const most = 25;
const pair = /^(-?\d{1,3}(?:\.\d{1,10})?),(-?\d{1,3}(?:\.\d{1,10})?)$/;

/** Positions in a query: `48.2084,16.3731;47.0707,15.4395`. */
export const points = () =>
  z
    .string()
    .max(800)
    .meta({
      pattern:
        '^-?\\d{1,3}(\\.\\d{1,10})?,-?\\d{1,3}(\\.\\d{1,10})?(;-?\\d{1,3}(\\.\\d{1,10})?,-?\\d{1,3}(\\.\\d{1,10})?)+$',
    })
    .transform((text) => text.split(';'))
    .refine(
      (pairs) => pairs.every((text) => pair.test(text)),
      'must be pairs of latitude and longitude, like 48.2084,16.3731;47.0707,15.4395',
    )
    .refine((pairs) => pairs.length >= 2 && pairs.length <= most, `must have 2 to ${most} positions`)
    .transform((pairs) =>
      pairs.map((text) => {
        const [latitude, longitude] = text.split(',').map(Number);
        return { latitude: latitude!, longitude: longitude! };
      }),
    )
    .refine(
      (all) => all.every(({ latitude, longitude }) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180),
      'must have latitudes of -90 to 90 and longitudes of -180 to 180 degrees',
    );
