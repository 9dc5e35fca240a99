import { twilioEventsConfig, twilioFeedback } from '@waybill/channels/feedback';
import { endpoint, isRefusal, notReady, z } from '@waybill/kernel';
import { configured } from '../../domain/feedback/configured.ts';
import { unverifiedEvents } from '../../domain/feedback/limits.ts';
import { feedbackNeeds } from '../../domain/feedback/needs.ts';
import { twilioEvents } from '../../domain/feedback/parameters.ts';
import { recordFeedback } from '../../domain/feedback/record-feedback.ts';
import { invalidSignature } from '../../domain/problems.ts';

export const receiveTwilioEvents = endpoint({
  summary: 'Receive an event of Twilio',
  description: 'A status callback of Twilio: what became of an SMS. It has the signature of Twilio.',
  route: 'POST /provider-events/twilio',
  role: 'anyone',
  rawBody: 'application/x-www-form-urlencoded',
  limited: 'own',
  limits: [unverifiedEvents],
  input: z.strictObject({ body: z.string() }),
  output: z.object({}),
  reads: { ...feedbackNeeds.reads, twilioEvents },
  writes: feedbackNeeds.writes,
  refuses: [invalidSignature, notReady],

  answer: async ({ body }, { twilioEvents, ...access }, { header, now }) => {
    const config = configured('events/twilio', await twilioEvents(), twilioEventsConfig);
    if (isRefusal(config)) return config;
    const feedback = twilioFeedback(config.url, body, header('x-twilio-signature'), config.authTokens);
    if (!feedback) return invalidSignature();
    // Twilio does not say when: its callbacks are never refused as too early.
    for (const one of feedback) await recordFeedback(one, access, { channel: 'sms', by: 'receiveTwilioEvents', now });
    return { body: {} };
  },
});
