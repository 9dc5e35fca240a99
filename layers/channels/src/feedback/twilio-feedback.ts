import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Feedback } from './feedback.ts';

/** No such number, a landline, or blocked (https://www.twilio.com/docs/api/errors). Others may work another time. */
const badNumber = new Set(['30004', '30005', '30006', '21610', '21614']);

/**
 * Reads a status callback of Twilio. Its signature has no time, so a repeated one is valid: handle them idempotently.
 *
 * @param url exactly as it is configured at Twilio, with its query
 * @param body the form as it was received
 * @returns `undefined` if the request is forged or altered; nothing for states in between, such as `queued`
 */
export const twilioFeedback = (
  url: string,
  body: string,
  signature: string | undefined,
  authToken: string,
): readonly Feedback[] | undefined => {
  const form = new URLSearchParams(body);
  const signed = [...new Set(form.keys())]
    .sort()
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => `${name}${value}`));
  const expected = createHmac('sha1', authToken)
    .update(`${url}${signed.join('')}`)
    .digest();
  const given = Buffer.from(signature ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [address, providerMessageId] = [form.get('To'), form.get('MessageSid')];
  const kind = kindOf(form.get('MessageStatus'));
  if (!kind || !address || !providerMessageId) return [];
  return [{ kind, address, final: kind === 'failed' && badNumber.has(form.get('ErrorCode') ?? ''), providerMessageId }];
};

const kindOf = (status: string | null): Feedback['kind'] | undefined => {
  if (status === 'delivered' || status === 'read') return 'delivered';
  return status === 'undelivered' || status === 'failed' ? 'failed' : undefined;
};
