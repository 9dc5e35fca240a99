/**
 * What became of a message.
 *
 * - `sent`: the provider has accepted it. Its delivery is not known yet: a bounce may follow.
 * - `refused`: final. `of` says whether the address is bad, which is worth remembering, or only this content.
 * - `unavailable`: it may be sent later: an outage, a rate limit, or a mistake in the configuration. A request whose answer
 *   was lost is among these: unless the provider knows idempotency keys, the message may have been sent.
 *
 * A reason is for operators. It contains no address, no content and no secret.
 */
export type SendResult =
  | { readonly outcome: 'sent'; readonly providerMessageId: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly of: 'address' | 'content' }
  | { readonly outcome: 'unavailable'; readonly reason: string; readonly retryAfterSeconds?: number };

/** The length of an id: it is a part of a key. */
export const longestMessageId = 255;

export const sent = (providerMessageId: string): SendResult => ({
  outcome: 'sent',
  providerMessageId: providerMessageId.slice(0, longestMessageId),
});

export const refused = (of: 'address' | 'content', reason: string): SendResult => ({ outcome: 'refused', reason, of });

export const unavailable = (reason: string, retryAfterSeconds?: number): SendResult => ({
  outcome: 'unavailable',
  reason,
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
});
