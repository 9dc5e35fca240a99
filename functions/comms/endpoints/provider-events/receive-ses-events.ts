import {
  confirmSnsSubscription,
  type SnsCertificates,
  SnsUnavailable,
  sesEventsConfig,
  sesFeedback,
  snsCertificates,
  snsMessage,
} from '@waybill/channels/feedback';
import { endpoint, isRefusal, notReady, z } from '@waybill/kernel';
import { configured } from '../../domain/feedback/configured.ts';
import { unverifiedEvents } from '../../domain/feedback/limits.ts';
import { emailFeedbackNeeds } from '../../domain/feedback/needs.ts';
import { sesEvents } from '../../domain/feedback/parameters.ts';
import { recordEmailFeedback } from '../../domain/feedback/record-email-feedback.ts';
import { invalidSignature, messageNotKnownYet, snsUnavailable } from '../../domain/problems.ts';

interface Sns {
  readonly certificates: SnsCertificates;
  readonly confirm: typeof confirmSnsSubscription;
}

/** `receiveSesEvents` with another SNS, for tests. */
export const receiveSesEventsBy = ({ certificates, confirm }: Sns) =>
  endpoint({
    summary: 'Receive an event of Amazon SES',
    description:
      'What became of an e-mail, as a topic of Amazon SNS posts it: with the signature of SNS (version 2), of the last hour, from a topic that the stage knows. The subscription of the topic is confirmed.',
    route: 'POST /provider-events/ses',
    role: 'anyone',
    rawBody: 'text/plain',
    limited: 'own',
    limits: [unverifiedEvents],
    input: z.strictObject({ body: z.string() }),
    output: z.object({}),
    reads: { ...emailFeedbackNeeds.reads, sesEvents },
    writes: emailFeedbackNeeds.writes,
    refuses: [invalidSignature, messageNotKnownYet, snsUnavailable, notReady],

    answer: async ({ body }, { sesEvents, ...access }, { now, once }) => {
      const config = configured('events/ses', await sesEvents(), sesEventsConfig);
      if (isRefusal(config)) return config;
      const { topicArns } = config;
      const message = await once('verify the message', () =>
        snsMessage(body, { topicArns, certificates, now: new Date(now) }).catch(unavailable),
      );
      if (!message) return invalidSignature();
      if (isRefusal(message)) return message;
      if (message.type === 'SubscriptionConfirmation') {
        const isConfirmed = await once('confirm the subscription', () => confirm(message));
        return isConfirmed ? { body: {} } : snsUnavailable();
      }
      const feedback = message.type === 'Notification' ? sesFeedback(message) : [];
      const refused = await recordEmailFeedback(feedback, access, { by: 'receiveSesEvents', now });
      return refused ?? { body: {} };
    },
  });

const unavailable = (error: unknown) => {
  if (!(error instanceof SnsUnavailable)) throw error;
  return snsUnavailable();
};

export const receiveSesEvents = receiveSesEventsBy({
  certificates: snsCertificates(),
  confirm: confirmSnsSubscription,
});
