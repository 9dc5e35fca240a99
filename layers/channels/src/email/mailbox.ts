import { isEmailAddress } from './is-email-address.ts';

export interface Mailbox {
  /** May be empty. */
  readonly name: string;
  readonly address: string;
}

/** Reads `Name <address>` or `address`; `undefined` for anything else. */
export const mailbox = (text: string): Mailbox | undefined => {
  const [, name, inBrackets] = /^\s*"?([^"<>\p{C}]*?)"?\s*<([^<>]+)>\s*$/u.exec(text) ?? [undefined, '', text.trim()];
  return isEmailAddress(inBrackets!) ? { name: name!, address: inBrackets! } : undefined;
};

/** As in a header: other characters than ASCII are encoded (RFC 2047). */
export const encodedMailbox = ({ name, address }: Mailbox): string => {
  if (!name) return address;
  if (/^[\x20-\x7e]+$/.test(name)) return `"${name.replace(/[\\"]/g, '\\$&')}" <${address}>`;
  return `${encodedWords(name)} <${address}>`;
};

/** An encoded word has at most 75 characters: 45 bytes as base64, and whole characters only. */
const encodedWords = (text: string): string => {
  const words = [''];
  for (const char of text)
    if (Buffer.byteLength(words.at(-1) + char) <= 45) words[words.length - 1] += char;
    else words.push(char);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
};
