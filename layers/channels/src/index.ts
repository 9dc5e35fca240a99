export { ConfigurationError } from './config.ts';
export { emailChannel } from './email/email-channel.ts';
export { type EmailConfig, emailConfig } from './email/email-config.ts';
export { isEmailAddress } from './email/is-email-address.ts';
export type { EmailChannel, OutgoingEmail } from './email/outgoing-email.ts';
export type { SendResult } from './send-result.ts';
export type { OutgoingSms, SmsChannel } from './sms/outgoing-sms.ts';
export { smsChannel } from './sms/sms-channel.ts';
export { type SmsConfig, smsConfig } from './sms/sms-config.ts';
