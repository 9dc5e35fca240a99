/** What providers report: apart from the index, for the functions that receive it. */
export { resendEventsConfig, sesEventsConfig, twilioEventsConfig } from './feedback/events-config.ts';
export type { Feedback } from './feedback/feedback.ts';
export { resendFeedback } from './feedback/resend-feedback.ts';
export { sesFeedback } from './feedback/ses-feedback.ts';
export { type SnsCertificates, snsCertificates } from './feedback/sns-certificates.ts';
export { confirmSnsSubscription, type SnsMessage, type SnsOptions, snsMessage } from './feedback/sns-message.ts';
export { SnsUnavailable } from './feedback/sns-unavailable.ts';
export { twilioFeedback } from './feedback/twilio-feedback.ts';
