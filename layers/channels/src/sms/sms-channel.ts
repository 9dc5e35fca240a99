import { refused } from '../send-result.ts';
import { withinTime } from '../within-time.ts';
import type { SmsChannel } from './outgoing-sms.ts';
import type { SmsConfig } from './sms-config.ts';

/**
 * Sends by the configured provider, whose client is loaded with the first message.
 *
 * @param timeoutMs for one message, in all
 */
export const smsChannel = (config: SmsConfig, timeoutMs = 10_000): SmsChannel => {
  let loaded: Promise<SmsChannel> | undefined;
  return async (sms) => {
    if (!/^\+[1-9]\d{6,14}$/.test(sms.to)) return refused('address', 'The number is not E.164.');
    if (!sms.text.trim()) return refused('content', 'The text is blank.');
    loaded ??= load(config, timeoutMs);
    const channel = await loaded;
    return withinTime(timeoutMs, () => channel(sms));
  };
};

const load = async (config: SmsConfig, timeoutMs: number): Promise<SmsChannel> => {
  if (config.provider === 'sns') return (await import('./sns.ts')).sns(config, timeoutMs);
  return (await import('./twilio.ts')).twilio(config, timeoutMs);
};
