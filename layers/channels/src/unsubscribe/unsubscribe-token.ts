import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who unsubscribes: a contact of an organization, or a user who is a member of it. UUIDs. */
export interface Subscriber {
  readonly of: 'contact' | 'user';
  readonly organizationId: string;
  readonly id: string;
}

/** The first byte. Other formats in the future have other ones: mails with links are kept for years. */
const kinds = { contact: 1, user: 2 } as const;
const [idBytes, sealBytes] = [16, 16];
const seal = (key: string, content: Buffer): Buffer =>
  createHmac('sha256', key).update('waybill unsubscribe\n').update(content).digest().subarray(0, sealBytes);

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');

/**
 * The token of a link to unsubscribe, in base64url: kind, organization, id, and their HMAC-SHA-256, truncated to 128 bits. It
 * does not expire, and contains no name and no address.
 */
export const unsubscribeToken = ({ of, organizationId, id }: Subscriber, key: string): string => {
  const content = Buffer.concat([Buffer.from([kinds[of]]), bytesOf(organizationId), bytesOf(id)]);
  if (content.length !== 1 + 2 * idBytes) throw new TypeError('a subscriber has UUIDs');
  return Buffer.concat([content, seal(key, content)]).toString('base64url');
};

/** Who unsubscribes with a token; `undefined` if it was not made with the key, or is not complete. */
export const subscriberIn = (token: string, key: string): Subscriber | undefined => {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 1 + 2 * idBytes + sealBytes || bytes.toString('base64url') !== token) return undefined;
  const [content, given] = [bytes.subarray(0, -sealBytes), bytes.subarray(-sealBytes)];
  if (!timingSafeEqual(given, seal(key, content))) return undefined;
  const of = (Object.keys(kinds) as Subscriber['of'][]).find((kind) => kinds[kind] === content[0]);
  const [organizationId, id] = [content.subarray(1, 1 + idBytes), content.subarray(1 + idBytes)].map(uuidOf);
  return of && { of, organizationId: organizationId!, id: id! };
};
