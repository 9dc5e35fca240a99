import { digest } from '../digest.ts';
import { refused, type SendResult, sent, unavailable } from '../send-result.ts';
import type { EmailConfig } from './email-config.ts';
import { mailbox } from './mailbox.ts';
import type { EmailChannel } from './outgoing-email.ts';
import { createTransport } from './smtp-client.ts';

type Config = Extract<EmailConfig, { provider: 'smtp' }>;

const transportOptions = (
  { host, port, tls = port === 465 ? 'implicit' : 'starttls', user, password }: Config,
  ms: number,
) => ({
  host,
  port: port ?? (tls === 'implicit' ? 465 : 587),
  secure: tls === 'implicit',
  requireTLS: tls === 'starttls',
  ignoreTLS: tls === 'none',
  ...(user && { auth: { user, pass: password ?? '' } }),
  dnsTimeout: ms,
  connectionTimeout: ms,
  greetingTimeout: ms,
  socketTimeout: ms,
  // The content comes from users: it must not read files or other servers.
  disableFileAccess: true,
  disableUrlAccess: true,
});

/**
 * Any SMTP server. SMTP knows no idempotency keys: a repeated message has the same Message-ID, by which many servers and
 * mail programs recognise it.
 */
export const smtp =
  (config: Config, timeoutMs: number): EmailChannel =>
  async ({ to, subject, html, text, headers, idempotencyKey }) => {
    const from = mailbox(config.from)!;
    const messageId = `<${digest(idempotencyKey)}@${from.address.split('@')[1]}>`;
    const transport = createTransport(transportOptions(config, timeoutMs));
    // A server that keeps answering slowly is not idle: its connection ends here.
    const timer = setTimeout(() => transport.close(), timeoutMs);
    try {
      const mail = { from, to: { name: '', address: to }, subject, html, text, headers: headers ?? {}, messageId };
      await transport.sendMail(mail);
      return sent(messageId);
    } catch (error) {
      return resultOf(error as SmtpError);
    } finally {
      clearTimeout(timer);
      transport.close();
    }
  };

interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

const resultOf = ({ code = 'unknown', command = '', responseCode = 0 }: SmtpError): SendResult => {
  const told = `${code}${responseCode ? ` ${responseCode}` : ''}`;
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535)
    return unavailable(`The SMTP server refused the user or the password (${told}).`);
  if (code === 'ETLS') return unavailable(`The SMTP server offers no valid TLS (${told}).`);
  const isFinal = responseCode >= 500 && responseCode < 600;
  if (isFinal && command.startsWith('RCPT'))
    return refused('address', `The SMTP server refused the address (${told}).`);
  if (isFinal && command.startsWith('DATA'))
    return refused('content', `The SMTP server refused the content (${told}).`);
  if (isFinal && command.startsWith('MAIL')) return unavailable(`The SMTP server refused the sender (${told}).`);
  return unavailable(`The SMTP server could not be reached or asks to try later (${told}).`);
};
