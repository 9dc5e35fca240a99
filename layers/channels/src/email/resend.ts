import { digest } from '../digest.ts';
import { ask, type ProviderAnswer } from '../http/ask.ts';
import { refused, type SendResult, sent, unavailable } from '../send-result.ts';
import type { EmailConfig } from './email-config.ts';
import type { EmailChannel } from './outgoing-email.ts';

/** Resend's HTTP API (https://resend.com/docs/api-reference). Its idempotency keys are valid for 24 hours. */
export const resend =
  (
    { from, key, url = 'https://api.resend.com' }: Extract<EmailConfig, { provider: 'resend' }>,
    timeoutMs: number,
  ): EmailChannel =>
  async ({ to, subject, html, text, headers, idempotencyKey }) => {
    const request = {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': digest(idempotencyKey),
      },
      body: JSON.stringify({ from, to: [to], subject, html, text, headers }),
    };
    const answer = await ask('Resend', new URL('/emails', url), request, timeoutMs);
    return 'outcome' in answer ? answer : resultOf(answer);
  };

const resultOf = ({ status, body, retryAfterSeconds }: ProviderAnswer): SendResult => {
  const { id, name } = body;
  if (status === 200 && typeof id === 'string') return sent(id);
  const told = `${status}${typeof name === 'string' && /^\w+$/.test(name) ? ` ${name}` : ''}`;
  if (status === 401 || status === 403) return unavailable(`Resend refused the key or the sender's domain (${told}).`);
  if (name === 'invalid_from_address') return unavailable(`Resend refused the sender's address (${told}).`);
  if (name === 'concurrent_idempotent_requests') return unavailable(`Resend is sending it at the moment (${told}).`, 5);
  // It has sent a message with this key before, with other content.
  if (name === 'invalid_idempotent_request')
    return refused('content', `Resend has sent it already, differently (${told}).`);
  if (name === 'invalid_to_address') return refused('address', `Resend refused the address (${told}).`);
  if (status === 400 || status === 422 || status === 451)
    return refused('content', `Resend refused the message (${told}).`);
  if (status === 429) return unavailable(`Resend's rate limit or quota is exhausted (${told}).`, retryAfterSeconds);
  return unavailable(`Resend failed (${told}).`, retryAfterSeconds);
};
