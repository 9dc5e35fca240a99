import type { UseOf } from '@waybill/kernel';
import { awsClient } from '../aws-client.ts';
import { loadedOnce } from '../loaded-once.ts';
import { withinTime } from '../within-time.ts';
import { checkedEmail } from './checked-email.ts';
import type { EmailConfig } from './email-config.ts';
import type { EmailChannel } from './outgoing-email.ts';
import type { sesService } from './ses-service.ts';

/** The services that the function declares; a provider that is not among them is called over HTTP or SMTP. */
export interface EmailServices {
  readonly ses: UseOf<typeof sesService>;
}

/**
 * Sends by the configured provider, whose client is loaded with the first message.
 *
 * @param timeoutMs for one message, in all
 */
export const emailChannel = (config: EmailConfig, services: EmailServices, timeoutMs = 10_000): EmailChannel => {
  const channel = loadedOnce(() => load(config, services, timeoutMs));
  return async (mail) => {
    const checked = checkedEmail(mail);
    if ('outcome' in checked) return checked;
    return withinTime(timeoutMs, async () => (await channel())(checked));
  };
};

const load = async (config: EmailConfig, services: EmailServices, timeoutMs: number): Promise<EmailChannel> => {
  if (config.provider === 'ses')
    return (await import('./ses.ts')).ses(config, await services.ses(awsClient(config, timeoutMs)));
  if (config.provider === 'smtp') return (await import('./smtp.ts')).smtp(config, timeoutMs);
  return (await import('./resend.ts')).resend(config, timeoutMs);
};
