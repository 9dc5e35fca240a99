import * as z from 'zod';

const flag = z.boolean().optional();
const text = (max: number) => z.string().trim().min(1).max(max).optional();

/** What a provider knows about an IP address. An absent field is unknown; a flag is false only if the provider says so. */
export const WhoIsFacts = z.object({
  /** ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** The name of the region, as the provider spells it. */
  region: text(255),
  /** ISO 3166-2, from providers that know it. */
  subdivision: z
    .string()
    .regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)
    .optional(),
  city: text(255),
  postalCode: text(16),
  coordinates: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).optional(),
  asn: z.int().min(0).max(4_294_967_295).optional(),
  asName: text(255),
  asDomain: text(255),
  asType: text(50),
  carrierName: text(255),
  mcc: text(10),
  mnc: text(10),
  privacyName: text(255),
  isAnonymous: flag,
  isAnycast: flag,
  isHosting: flag,
  isMobile: flag,
  isProxy: flag,
  isRelay: flag,
  isSatellite: flag,
  isTor: flag,
  isVpn: flag,
});
export type WhoIsFacts = z.infer<typeof WhoIsFacts>;
