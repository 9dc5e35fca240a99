import type { EmailChannel, SmsChannel } from '@waybill/channels';
import type { Channels } from './channels.ts';

export interface Providers {
  /** A stage without a provider for e-mail does not lose any: they are tried again, and parked in the end. */
  readonly email?: EmailChannel | undefined;
  /** A stage without a provider for SMS sends none. */
  readonly sms?: SmsChannel | undefined;
}

/** Gives messages to the providers of a stage. */
export const providerChannels = ({ email, sms }: Providers): Channels => ({
  provided: ['email', ...(sms ? (['sms'] as const) : [])],
  send: async ({ channel, to, title: subject, text, html, headers, idempotencyKey }) => {
    if (channel === 'sms') return sms?.({ to, text, idempotencyKey }) ?? missing('sms');
    return email?.({ to, subject, html: html ?? '', text, headers, idempotencyKey }) ?? missing('email');
  },
});

const missing = (channel: string) =>
  ({ outcome: 'unavailable', reason: `The parameter channels/${channel} has no valid configuration.` }) as const;
