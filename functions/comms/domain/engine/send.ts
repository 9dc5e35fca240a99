import { type SendResult, unsubscribeHeaders } from '@waybill/channels';
import type { Channels } from '../channels/channels.ts';
import type { Attempting, Claimed } from './claim.ts';
import { idempotencyKey } from './idempotency-key.ts';

export type Claim = Extract<Claimed, { readonly kind: 'attempt' }>;

interface Options {
  readonly org: string;
  /** Of an e-mail whose recipient may unsubscribe. */
  readonly unsubscribeUrl?: string | undefined;
}

/** Gives a message to its channel. The renderer is loaded with the first e-mail: it is large. */
export const send = async (
  what: Attempting,
  { state, dispatch, content }: Claim,
  channels: Channels,
  { org, unsubscribeUrl }: Options,
): Promise<SendResult> => {
  const { title, markdown, text, sms = text, brand } = content;
  const message = { ...what, to: state.to!, title, content, idempotencyKey: idempotencyKey(org, what) };
  if (what.channel === 'sms') return channels.send({ ...message, text: sms });
  const { renderEmail } = await import('@waybill/channels/rendering');
  const locale = content.locale ?? dispatch.locale ?? 'en-US';
  const { subject, ...bodies } = renderEmail({ title, markdown, text, locale, unsubscribeUrl, brand });
  const headers = unsubscribeUrl === undefined ? undefined : unsubscribeHeaders(unsubscribeUrl);
  return channels.send({ ...message, ...bodies, title: subject, headers });
};
