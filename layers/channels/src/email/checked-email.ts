import { refused, type SendResult } from '../send-result.ts';
import { isEmailAddress } from './is-email-address.ts';
import type { OutgoingEmail } from './outgoing-email.ts';

/** Set by the channel itself: a caller must not add recipients, or a second body. */
const reserved =
  /^(?:from|to|cc|bcc|sender|reply-to|return-path|subject|date|message-id|mime-version|content-.*|resent-.*|received|dkim-.*)$/i;

/** An e-mail that cannot change its own headers, or the reason why it is refused. */
export const checkedEmail = (mail: OutgoingEmail): OutgoingEmail | Extract<SendResult, { outcome: 'refused' }> => {
  if (!isEmailAddress(mail.to)) return no('address', 'The address is not one e-mail address.');
  for (const [name, value] of Object.entries(mail.headers ?? {})) {
    if (!/^[A-Za-z][A-Za-z0-9-]{0,75}$/.test(name)) return no('content', 'A header has no valid name.');
    if (reserved.test(name)) return no('content', `The header ${name} is set by the channel.`);
    if (!/^[\x20-\x7e]*$/.test(value)) return no('content', `The header ${name} has other characters than ASCII.`);
  }
  return { ...mail, subject: oneLine(mail.subject) };
};

const no = (of: 'address' | 'content', reason: string) =>
  refused(of, reason) as Extract<SendResult, { outcome: 'refused' }>;

/** A line break would begin another header. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
