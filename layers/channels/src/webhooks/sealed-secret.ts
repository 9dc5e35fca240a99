import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** AES-256-GCM with a nonce of 96 bits and a tag of 128 bits (NIST SP 800-38D). */
const [cipher, nonceBytes, tagBytes] = ['aes-256-gcm', 12, 16] as const;
const version = 'v1';

/** The key of one webhook. A key for each one keeps random nonces far from a collision. */
const keyFor = (stageKey: string, webhook: string): Buffer =>
  Buffer.from(hkdfSync('sha256', stageKey, '', `waybill webhook secret ${webhook}`, 32));

/**
 * Encrypts the signing secret of a webhook for the table: `v1.` and base64url of nonce, ciphertext and tag. `webhook`
 * identifies it in the whole system; a ciphertext that is copied to another webhook cannot be decrypted there.
 */
export const sealSecret = (secret: string, webhook: string, stageKey: string): string => {
  const nonce = randomBytes(nonceBytes);
  const encrypt = createCipheriv(cipher, keyFor(stageKey, webhook), nonce, { authTagLength: tagBytes });
  const text = Buffer.concat([encrypt.update(secret, 'utf8'), encrypt.final()]);
  return `${version}.${Buffer.concat([nonce, text, encrypt.getAuthTag()]).toString('base64url')}`;
};

/** Decrypts it. Throws if it was changed, belongs to another webhook, or was encrypted with another key. */
export const openSecret = (sealed: string, webhook: string, stageKey: string): string => {
  const [found, text = ''] = sealed.split('.');
  if (found !== version) throw new Error('a webhook secret in an unknown format');
  const bytes = Buffer.from(text, 'base64url');
  const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(-tagBytes)];
  const decrypt = createDecipheriv(cipher, keyFor(stageKey, webhook), nonce, { authTagLength: tagBytes });
  decrypt.setAuthTag(tag);
  return Buffer.concat([decrypt.update(bytes.subarray(nonceBytes, -tagBytes)), decrypt.final()]).toString('utf8');
};
