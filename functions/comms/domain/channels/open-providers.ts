import {
  ConfigurationError,
  type EmailChannel,
  type EmailServices,
  emailChannel,
  emailConfig,
  type SmsChannel,
  type SmsServices,
  smsChannel,
  smsConfig,
} from '@waybill/channels';
import type { EngineAccess } from '../engine/needs.ts';
import type { Providers } from './provider-channels.ts';

/** Opens a channel by its configuration; the last one is kept, so that a container keeps its client. */
const keeper = <Channel extends EmailChannel | SmsChannel, Services>(
  name: string,
  open: (json: string, services: Services) => Channel,
) => {
  let kept: { readonly json: string; readonly channel: Channel } | undefined;
  return (json: string, services: Services): Channel => {
    if (kept?.json !== json) kept = { json, channel: opened(name, () => open(json, services)) };
    return kept.channel;
  };
};

/** A mistake in a configuration is an outage of the channel: messages are tried again, and parked in the end. */
const opened = <Channel extends EmailChannel | SmsChannel>(name: string, open: () => Channel): Channel => {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const reason = `The parameter channels/${name} is not valid. ${error.message}`;
    return (async () => ({ outcome: 'unavailable', reason })) as unknown as Channel;
  }
};

const emailBy = keeper('email', (json, services: EmailServices) => emailChannel(emailConfig(json), services));
const smsBy = keeper('sms', (json, services: SmsServices) => smsChannel(smsConfig(json), services));

/** The providers that operators have configured for the stage. */
export const openProviders = async ({
  emailProvider,
  smsProvider,
  ses,
  sns,
}: Pick<EngineAccess, 'emailProvider' | 'smsProvider' | 'ses' | 'sns'>): Promise<Providers> => {
  const [email, sms] = await Promise.all([emailProvider(), smsProvider()]);
  return { email: email ? emailBy(email, { ses }) : undefined, sms: sms ? smsBy(sms, { sns }) : undefined };
};
