import { z } from '@waybill/kernel';
import { configurationIn } from '../config.ts';
import { bytesOf } from '../webhooks/webhook-secret.ts';
import { isTopicArn } from './sns-host.ts';

const isSecret = (text: string): boolean => {
  try {
    return text.startsWith('whsec_') && bytesOf(text).length > 0;
  } catch {
    // Too few or too many bytes.
    return false;
  }
};

const resend = z.strictObject({
  /** Of the webhook; two while it is replaced. */
  secrets: z.array(z.string().refine(isSecret, 'must be whsec_ and 24 to 64 bytes in base64')).min(1).max(2),
});

const ses = z.strictObject({
  topicArns: z.array(z.string().refine(isTopicArn, 'must be the ARN of a topic of SNS')).min(1).max(10),
});

const twilio = z.strictObject({
  /** Of the account; two while it is replaced. */
  authTokens: z
    .array(z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be printable ASCII'))
    .min(1)
    .max(2),
  /** Exactly as it is configured as status callback at Twilio, which signs it. */
  url: z.url({ protocol: /^https$/ }),
});

/** How events of Resend are verified: the JSON of a secret parameter. Throws `ConfigurationError`. */
export const resendEventsConfig = (json: string): z.infer<typeof resend> => configurationIn(resend, json);

/** The topics from which events of SES are accepted. Throws `ConfigurationError`. */
export const sesEventsConfig = (json: string): z.infer<typeof ses> => configurationIn(ses, json);

/** How status callbacks of Twilio are verified: the JSON of a secret parameter. Throws `ConfigurationError`. */
export const twilioEventsConfig = (json: string): z.infer<typeof twilio> => configurationIn(twilio, json);
