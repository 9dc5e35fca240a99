import { withinTime } from '../within-time.ts';
import { checkedEmail } from './checked-email.ts';
import type { EmailConfig } from './email-config.ts';
import type { EmailChannel } from './outgoing-email.ts';

/**
 * Sends by the configured provider, whose client is loaded with the first message.
 *
 * @param timeoutMs for one message, in all
 */
export const emailChannel = (config: EmailConfig, timeoutMs = 10_000): EmailChannel => {
  let loaded: Promise<EmailChannel> | undefined;
  return async (mail) => {
    const checked = checkedEmail(mail);
    if ('outcome' in checked) return checked;
    loaded ??= load(config, timeoutMs);
    const channel = await loaded;
    return withinTime(timeoutMs, () => channel(checked));
  };
};

const load = async (config: EmailConfig, timeoutMs: number): Promise<EmailChannel> => {
  if (config.provider === 'ses') return (await import('./ses.ts')).ses(config, timeoutMs);
  if (config.provider === 'smtp') return (await import('./smtp.ts')).smtp(config, timeoutMs);
  return (await import('./resend.ts')).resend(config, timeoutMs);
};
