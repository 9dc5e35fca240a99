import { parameter } from '@waybill/kernel';

const cachedMs = 5 * 60_000;

/** The providers and their credentials, as JSON (`emailConfig` and `smsConfig` of @waybill/channels). Operators write them. */
export const emailProvider = parameter('channels/email', { secret: true, optional: true, cachedMs });
export const smsProvider = parameter('channels/sms', { secret: true, optional: true, cachedMs });
