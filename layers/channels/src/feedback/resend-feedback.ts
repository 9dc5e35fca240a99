import { z } from '@waybill/kernel';
import { verifyWebhook } from '../webhooks/verify-webhook.ts';
import { type Feedback, objectIn } from './feedback.ts';

const schema = z.object({
  type: z.string(),
  created_at: z.string().optional(),
  data: z.object({
    email_id: z.string(),
    to: z.array(z.string()),
    bounce: z.object({ type: z.string().optional() }).optional(),
  }),
});

const kinds: ReadonlyMap<string, Feedback['kind']> = new Map([
  ['email.delivered', 'delivered'],
  ['email.bounced', 'bounced'],
  ['email.suppressed', 'bounced'],
  ['email.complained', 'complained'],
  ['email.failed', 'failed'],
] as const);

/**
 * Reads a webhook of Resend, which signs as Svix does: Standard Webhooks with other names of headers.
 *
 * @param header gives a header of the request by its lower-case name
 * @param secrets `whsec_…`, one or two while it is replaced
 * @returns `undefined` if the request is forged, altered, or older than five minutes; nothing for other events, and
 *   for delays, after which another event follows
 */
export const resendFeedback = (
  body: string,
  header: (name: string) => string | undefined,
  secrets: readonly string[],
  now: Date,
): readonly Feedback[] | undefined => {
  const [id = '', timestamp = '', signature = ''] = ['svix-id', 'svix-timestamp', 'svix-signature'].map(header);
  if (!verifyWebhook({ id, timestamp, signature, body }, secrets, now)) return undefined;
  const { data: event } = schema.safeParse(objectIn(body));
  const kind = event && kinds.get(event.type);
  if (!kind) return [];
  const { email_id: providerMessageId, to, bounce } = event.data;
  const isFinal = kind === 'complained' || (kind === 'bounced' && (bounce?.type ?? 'Permanent') === 'Permanent');
  const reportedAt = event.created_at;
  return to.map((address) => ({ kind, address, final: isFinal, providerMessageId, reportedAt }));
};
