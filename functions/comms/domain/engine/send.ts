import type { SendResult } from '@waybill/channels';
import type { Channels } from '../channels/channels.ts';
import type { Attempting, Claimed } from './claim.ts';
import { idempotencyKey } from './idempotency-key.ts';

type Claim = Extract<Claimed, { readonly kind: 'attempt' }>;

/** Gives a message to its channel. The renderer is loaded with the first e-mail: it is large. */
export const send = async (
  what: Attempting,
  { state, dispatch, content }: Claim,
  channels: Channels,
  org: string,
): Promise<SendResult> => {
  const { title, markdown, text, sms = text } = content;
  const message = { ...what, to: state.to!, title, content, idempotencyKey: idempotencyKey(org, what) };
  if (what.channel === 'sms') return channels.send({ ...message, text: sms });
  const { renderEmail } = await import('@waybill/channels/rendering');
  const locale = content.locale ?? dispatch.locale ?? 'en-US';
  const { subject, html } = renderEmail({ title, markdown, text, locale });
  return channels.send({ ...message, title: subject, html, text });
};
