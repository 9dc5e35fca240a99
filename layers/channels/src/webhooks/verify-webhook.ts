import { timingSafeEqual } from 'node:crypto';
import { signatureOf } from './sign-webhook.ts';

/** How far a timestamp may be from now, in seconds: an older request may be a replay. */
export const webhookTolerance = 5 * 60;

/** Whether one of the secrets has signed this very body, with this id, within five minutes. */
export const verifyWebhook = (
  { id, timestamp, signature, body }: Readonly<Record<'id' | 'timestamp' | 'signature' | 'body', string>>,
  secrets: readonly string[],
  now: Date,
): boolean => {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!id || !(Math.abs(now.getTime() / 1000 - seconds) <= webhookTolerance)) return false;
  const signatures = signature.split(' ').filter((it) => it.startsWith('v1,'));
  return secrets.some((secret) => {
    const expected = signatureOf({ id, timestamp: seconds, body }, secret);
    return signatures.some((it) => isEqual(Buffer.from(it.slice(3), 'base64'), expected));
  });
};

const isEqual = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);
