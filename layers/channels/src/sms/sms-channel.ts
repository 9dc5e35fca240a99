import type { UseOf } from '@waybill/kernel';
import { awsClient } from '../aws-client.ts';
import { loadedOnce } from '../loaded-once.ts';
import { refused } from '../send-result.ts';
import { withinTime } from '../within-time.ts';
import type { SmsChannel } from './outgoing-sms.ts';
import type { SmsConfig } from './sms-config.ts';
import type { snsService } from './sns-service.ts';

/** The services that the function declares. */
export interface SmsServices {
  readonly sns: UseOf<typeof snsService>;
}

/**
 * Sends by the configured provider, whose client is loaded with the first message.
 *
 * @param timeoutMs for one message, in all
 */
export const smsChannel = (config: SmsConfig, services: SmsServices, timeoutMs = 10_000): SmsChannel => {
  const channel = loadedOnce(() => load(config, services, timeoutMs));
  return async (sms) => {
    if (!/^\+[1-9]\d{6,14}$/.test(sms.to)) return refused('address', 'The number is not E.164.');
    if (!sms.text.trim()) return refused('content', 'The text is blank.');
    return withinTime(timeoutMs, async () => (await channel())(sms));
  };
};

const load = async (config: SmsConfig, services: SmsServices, timeoutMs: number): Promise<SmsChannel> => {
  if (config.provider === 'sns')
    return (await import('./sns.ts')).sns(config, await services.sns(awsClient(config, timeoutMs)));
  return (await import('./twilio.ts')).twilio(config, timeoutMs);
};
