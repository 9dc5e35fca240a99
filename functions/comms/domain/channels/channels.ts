import type { SendResult } from '@waybill/channels';
import type { ChannelName } from '#events/comms';
import type { Content } from '../content.ts';

/** A message for one address, ready to be sent. */
export interface OutgoingMessage {
  readonly notificationId: string;
  readonly channel: ChannelName;
  readonly to: string;
  readonly title: string;
  readonly text: string;
  /** Of an e-mail. */
  readonly html?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The same for each attempt. */
  readonly idempotencyKey: string;
  readonly content: Content;
}

/** Where messages leave. */
export interface Channels {
  /** The channels that can be used. */
  readonly provided: readonly ChannelName[];
  /** Does not throw. */
  readonly send: (message: OutgoingMessage) => Promise<SendResult>;
}
