import { z } from '@waybill/kernel';
import { type Feedback, objectIn } from './feedback.ts';
import type { SnsMessage } from './sns-message.ts';

const recipients = z.array(z.object({ emailAddress: z.string() }));
const mail = z.object({ messageId: z.string(), destination: z.array(z.string()) });

const schema = z.discriminatedUnion('eventType', [
  z.object({
    ...{ eventType: z.literal('Bounce'), mail },
    bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }),
  }),
  z.object({ eventType: z.literal('Complaint'), mail, complaint: z.object({ complainedRecipients: recipients }) }),
  z.object({ eventType: z.literal('Delivery'), mail, delivery: z.object({ recipients: z.array(z.string()) }) }),
  z.object({ eventType: z.literal('Reject'), mail }),
  z.object({ eventType: z.literal('Rendering Failure'), mail }),
]);

/**
 * Reads an event of Amazon SES, as a configuration set or an identity publishes it to SNS. Events about something else,
 * such as `Open`, give nothing, and neither do delays: another event follows.
 */
export const sesFeedback = ({
  message,
  publishedAt: reportedAt,
}: Pick<SnsMessage, 'message' | 'publishedAt'>): readonly Feedback[] => {
  const body = objectIn(message);
  // Notifications of an identity name it differently.
  const { data } = schema.safeParse({ ...body, eventType: body?.eventType ?? body?.notificationType });
  if (!data) return [];
  const about = (kind: Feedback['kind'], addresses: readonly string[], final: boolean): readonly Feedback[] =>
    addresses.map((address) => ({ kind, address, final, providerMessageId: data.mail.messageId, reportedAt }));
  if (data.eventType === 'Bounce') {
    const { bounceType, bouncedRecipients } = data.bounce;
    return about('bounced', addressesOf(bouncedRecipients), bounceType === 'Permanent');
  }
  if (data.eventType === 'Complaint')
    return about('complained', addressesOf(data.complaint.complainedRecipients), true);
  if (data.eventType === 'Delivery') return about('delivered', data.delivery.recipients, false);
  return about('failed', data.mail.destination, false);
};

const addressesOf = (recipients: readonly { readonly emailAddress: string }[]) =>
  recipients.map(({ emailAddress }) => emailAddress);
