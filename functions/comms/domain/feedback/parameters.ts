import { parameter } from '@waybill/kernel';

const cachedMs = 5 * 60_000;

/** How events of providers are verified, as JSON: `resendEventsConfig` … of @waybill/channels/feedback. Operators write them. */
export const resendEvents = parameter('channels/events/resend', { secret: true, optional: true, cachedMs });
export const sesEvents = parameter('channels/events/ses', { secret: true, optional: true, cachedMs });
export const twilioEvents = parameter('channels/events/twilio', { secret: true, optional: true, cachedMs });
