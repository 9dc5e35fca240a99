import { ask, type ProviderAnswer } from '../http/ask.ts';
import { refused, type SendResult, sent, unavailable } from '../send-result.ts';
import type { SmsChannel } from './outgoing-sms.ts';
import type { SmsConfig } from './sms-config.ts';

/** Twilio's HTTP API (https://www.twilio.com/docs/messaging/api/message-resource). It knows no idempotency keys. */
export const twilio =
  (config: Extract<SmsConfig, { provider: 'twilio' }>, timeoutMs: number): SmsChannel =>
  async ({ to, text }) => {
    const { accountSid, authToken, from, messagingServiceSid, statusCallback } = config;
    const body = new URLSearchParams({ To: to, Body: text });
    if (from) body.set('From', from);
    if (messagingServiceSid) body.set('MessagingServiceSid', messagingServiceSid);
    if (statusCallback) body.set('StatusCallback', statusCallback);
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    const url = new URL(`/2010-04-01/Accounts/${accountSid}/Messages.json`, config.url ?? 'https://api.twilio.com');
    const answer = await ask('Twilio', url, { method: 'POST', headers: { authorization }, body }, timeoutMs);
    return 'outcome' in answer ? answer : resultOf(answer);
  };

/** Not a number, no mobile number, not reachable, or its owner has answered STOP (https://www.twilio.com/docs/api/errors). */
const badNumber = new Set([21211, 21217, 21265, 21610, 21612, 21614]);
/** An empty, too long or forbidden text. */
const badText = new Set([21602, 21605, 21617, 21619, 30034, 63038]);

const resultOf = ({ status, body, retryAfterSeconds }: ProviderAnswer): SendResult => {
  const { sid, code } = body;
  if (status === 201 && typeof sid === 'string') return sent(sid);
  const told = `${status}${typeof code === 'number' ? ` ${code}` : ''}`;
  if (status === 401 || status === 403) return unavailable(`Twilio refused the account or its token (${told}).`);
  if (status === 429) return unavailable(`Twilio's rate limit is exhausted (${told}).`, retryAfterSeconds);
  if (status >= 500) return unavailable(`Twilio failed (${told}).`, retryAfterSeconds);
  if (badNumber.has(Number(code))) return refused('address', `Twilio refused the number (${told}).`);
  if (badText.has(Number(code))) return refused('content', `Twilio refused the text (${told}).`);
  // The sender, a country that the account has not enabled, its balance: for an operator, not the fault of the message.
  return unavailable(`Twilio refused the request: see its error code (${told}).`, retryAfterSeconds);
};
