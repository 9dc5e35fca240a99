import { z } from '@waybill/kernel';
import { configurationIn } from '../config.ts';
import { mailbox } from './mailbox.ts';

const from = z
  .string()
  .refine(
    (text) => mailbox(text) !== undefined,
    'must be an address, or a name and an address: Waybill <mail@example.com>',
  );
const secret = z.string().refine((text) => /^[\x21-\x7e]+$/.test(text), 'must be printable ASCII without spaces');
const endpoint = z.url({ protocol: /^https?$/ });

const schema = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('ses'),
    from,
    /** By default the region and the credentials of the function. */
    region: z.string().optional(),
    /** Publishes bounces and complaints to SNS. */
    configurationSet: z.string().optional(),
    url: endpoint.optional(),
  }),
  z.strictObject({ provider: z.literal('resend'), from, key: secret, url: endpoint.optional() }),
  z.strictObject({
    provider: z.literal('smtp'),
    from,
    host: z.string(),
    port: z.int().min(1).max(65_535).optional(),
    /**
     * `implicit`: TLS from the first byte (port 465). `starttls` (port 587): the server must offer it. `none`: for a server
     * on the same machine.
     */
    tls: z.enum(['implicit', 'starttls', 'none']).optional(),
    user: z.string().optional(),
    password: z.string().optional(),
  }),
]);

/** Which provider sends e-mails, and its credentials: the JSON of a secret parameter. */
export type EmailConfig = z.infer<typeof schema>;

/** Reads the parameter. Throws `ConfigurationError`, which names the fields that are wrong. */
export const emailConfig = (json: string): EmailConfig => configurationIn(schema, json);
