import type { SendResult } from '../send-result.ts';

/** One message for one telephone number. */
export interface OutgoingSms {
  /** E.164, such as +4366412345678. */
  readonly to: string;
  readonly text: string;
  /** The same for each attempt to send this message. */
  readonly idempotencyKey: string;
}

/** Sends an SMS, within ten seconds. Never throws. */
export type SmsChannel = (sms: OutgoingSms) => Promise<SendResult>;
