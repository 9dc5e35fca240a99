import { randomBytes } from 'node:crypto';

/** A new secret of a webhook: 32 random bytes, as the Standard Webhooks specification writes them. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The bytes of a secret, with its prefix or without it. Throws for less than 24 and more than 64 bytes. */
export const bytesOf = (secret: string): Buffer => {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (bytes.length < 24 || bytes.length > 64) throw new RangeError('A webhook secret has 24 to 64 bytes.');
  return bytes;
};
