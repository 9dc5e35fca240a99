import { resendEventsConfig, resendFeedback } from '@waybill/channels/feedback';
import { endpoint, isRefusal, notReady, z } from '@waybill/kernel';
import { configured } from '../../domain/feedback/configured.ts';
import { unverifiedEvents } from '../../domain/feedback/limits.ts';
import { emailFeedbackNeeds } from '../../domain/feedback/needs.ts';
import { resendEvents } from '../../domain/feedback/parameters.ts';
import { recordEmailFeedback } from '../../domain/feedback/record-email-feedback.ts';
import { invalidSignature, messageNotKnownYet } from '../../domain/problems.ts';

export const receiveResendEvents = endpoint({
  summary: 'Receive an event of Resend',
  description:
    'A webhook of Resend: what became of an e-mail. It has a signature of Svix, of the last five minutes; the events that it can have are documented by Resend.',
  route: 'POST /provider-events/resend',
  role: 'anyone',
  rawBody: 'application/json',
  limited: 'own',
  limits: [unverifiedEvents],
  input: z.strictObject({ body: z.string() }),
  output: z.object({}),
  reads: { ...emailFeedbackNeeds.reads, resendEvents },
  writes: emailFeedbackNeeds.writes,
  refuses: [invalidSignature, messageNotKnownYet, notReady],

  answer: async ({ body }, { resendEvents, ...access }, { header, now }) => {
    const config = configured('events/resend', await resendEvents(), resendEventsConfig);
    if (isRefusal(config)) return config;
    const feedback = resendFeedback(body, header, config.secrets, new Date(now));
    if (!feedback) return invalidSignature();
    const refused = await recordEmailFeedback(feedback, access, { by: 'receiveResendEvents', now });
    return refused ?? { body: {} };
  },
});
