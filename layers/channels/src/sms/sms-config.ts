import { z } from '@waybill/kernel';
import { configurationIn } from '../config.ts';

const endpoint = z.url({ protocol: /^https?$/ });

const schema = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('sns'),
    /** By default the region and the credentials of the function. */
    region: z.string().optional(),
    /** Up to 11 letters and digits, shown instead of a number where the country allows it. */
    senderId: z.string().optional(),
    url: endpoint.optional(),
  }),
  z
    .strictObject({
      provider: z.literal('twilio'),
      accountSid: z.string().refine((sid) => /^AC[0-9a-f]{32}$/.test(sid), 'must be AC and 32 hexadecimal digits'),
      authToken: z.string().refine((token) => token !== '', 'must not be blank'),
      /** A number of the account (E.164), or a sender id. */
      from: z.string().optional(),
      messagingServiceSid: z.string().optional(),
      /** Twilio reports there what became of a message. */
      statusCallback: z.url({ protocol: /^https$/ }).optional(),
      url: endpoint.optional(),
    })
    .refine(({ from, messagingServiceSid }) => !from !== !messagingServiceSid, {
      message: 'must have either from or messagingServiceSid',
    }),
]);

/** Which provider sends SMS, and its credentials: the JSON of a secret parameter. */
export type SmsConfig = z.infer<typeof schema>;

/** Reads the parameter. Throws `ConfigurationError`, which names the fields that are wrong. */
export const smsConfig = (json: string): SmsConfig => configurationIn(schema, json);
