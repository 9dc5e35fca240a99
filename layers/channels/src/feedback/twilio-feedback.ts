import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Feedback } from './feedback.ts';

/** No such number, a landline, or blocked (https://www.twilio.com/docs/api/errors). Others may work another time. */
const badNumber = new Set(['30004', '30005', '30006', '21610', '21614']);

/**
 * Reads a status callback of Twilio. Its signature has no time, so a repeated one is valid: handle them idempotently.
 *
 * @param url exactly as it is configured at Twilio, with its query
 * @param body the form as it was received
 * @param authTokens of the account, one or two while it is replaced
 * @returns `undefined` if the request is forged or altered; nothing for states in between, such as `queued`
 */
export const twilioFeedback = (
  url: string,
  body: string,
  signature: string | undefined,
  authTokens: readonly string[],
): readonly Feedback[] | undefined => {
  const form = new URLSearchParams(body);
  const signed = [...new Set(form.keys())]
    .sort()
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => `${name}${value}`));
  const given = Buffer.from(signature ?? '', 'base64');
  const isSigned = authTokens.some((token) => isEqual(given, signatureOf(`${url}${signed.join('')}`, token)));
  if (!isSigned) return undefined;
  const [address, providerMessageId] = [form.get('To'), form.get('MessageSid')];
  const kind = kindOf(form.get('MessageStatus'));
  if (!kind || !address || !providerMessageId) return [];
  return [{ kind, address, final: kind === 'failed' && badNumber.has(form.get('ErrorCode') ?? ''), providerMessageId }];
};

const signatureOf = (text: string, token: string): Buffer => createHmac('sha1', token).update(text).digest();

const isEqual = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);

const kindOf = (status: string | null): Feedback['kind'] | undefined => {
  if (status === 'delivered' || status === 'read') return 'delivered';
  return status === 'undelivered' || status === 'failed' ? 'failed' : undefined;
};
