import { type RecordWriter, recordStore } from '@waybill/kernel';
import type { ChannelName } from '#events/comms';
import type { Channels, OutgoingMessage } from '../channels/channels.ts';
import { type Providers, providerChannels } from '../channels/provider-channels.ts';
import type { AccountMail } from '../content.ts';

/** A message as it would have been sent. */
export interface OutboxMessage {
  readonly box: 'all';
  readonly notificationId: string;
  readonly channel: ChannelName;
  readonly to: string;
  readonly title: string;
  readonly text: string;
  readonly html?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly mail?: AccountMail | undefined;
  readonly at: string;
}

/** The messages of the last 24 hours, for `GET /dev/outbox`. */
export const outbox = recordStore<OutboxMessage>('comms', 'outbox', { indexed: ['box'] });
const keptMs = 24 * 3_600_000;

type PutMessage = (work: (access: { readonly outbox: RecordWriter<OutboxMessage> }) => Promise<void>) => Promise<void>;

/** Puts each message into the outbox, once, and sends it only where the runtime has a provider for it. */
export const outboxChannels = (providers: Providers, transact: PutMessage, now: () => Date): Channels => ({
  provided: ['email', 'sms'],
  send: async (message) => {
    const at = now().toISOString();
    const until = new Date(Date.parse(at) + keptMs).toISOString();
    await transact(({ outbox }) => outbox.put(message.idempotencyKey, { ...shown(message), at }, until));
    if (providers[message.channel]) return providerChannels(providers).send(message);
    return { outcome: 'sent', providerMessageId: message.idempotencyKey };
  },
});

const shown = ({ notificationId, channel, to, title, text, html, headers, content: { mail } }: OutgoingMessage) =>
  ({ box: 'all', notificationId, channel, to, title, text, html, headers, mail }) as const;
