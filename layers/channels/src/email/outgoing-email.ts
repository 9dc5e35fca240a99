import type { SendResult } from '../send-result.ts';

/** One message for one address. */
export interface OutgoingEmail {
  /** One address without a name. */
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Other headers, such as `List-Unsubscribe`. Those of the envelope and of the body are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The same for each attempt to send this message. */
  readonly idempotencyKey: string;
}

/** Sends an e-mail, within ten seconds. Never throws. */
export type EmailChannel = (mail: OutgoingEmail) => Promise<SendResult>;
