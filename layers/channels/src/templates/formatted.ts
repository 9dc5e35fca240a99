import type { Catalogue } from './catalogue.ts';

export interface Format {
  readonly catalogue: Catalogue;
  /** BCP 47, for dates. */
  readonly locale: string;
  /** IANA, for dates. */
  readonly timeZone: string;
}

type Value = string | { readonly from: string; readonly to: string };

const dateFormat = ({ locale, timeZone }: Format) =>
  new Intl.DateTimeFormat(locale, {
    timeZone,
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' },
    timeZoneName: 'short',
  });

const isDate = new Set(['at', 'expiresAt', 'since']);
const isLink = new Set(['link']);

/** A value as plain text: words and dates in the language, everything on one line. */
export const formatted = (name: string, value: Value, format: Format): string => {
  if (typeof value !== 'string') return plain(dateFormat(format).formatRange(new Date(value.from), new Date(value.to)));
  if (isDate.has(name)) return plain(dateFormat(format).format(new Date(value)));
  if (isLink.has(name)) return new URL(value).href;
  const words = format.catalogue.words[name as keyof Catalogue['words']] as
    | Readonly<Record<string, string>>
    | undefined;
  return words?.[value] ?? plain(value);
};

/** On one line, without invisible characters and changes of direction, in spaces that SMS know. */
const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]/gu, (char) => (joiners.has(char) ? char : ' '))
    .replace(/\p{Z}+/gu, ' ')
    .trim();

/** Some scripts need them within a word: zero width non-joiner and joiner. */
const joiners = new Set(['\u200c', '\u200d']);

/** Text as markdown that shows exactly this text: all ASCII punctuation may be escaped (CommonMark §2.4). */
export const escapeMarkdown = (text: string): string => text.replace(/[!-/:-@[-`{-~]/g, '\\$&');

/** An address for the angle brackets of a link, where `\` and `&` would be read as escapes. */
export const linkTarget = (href: string): string => href.replace(/\\/g, '%5C').replace(/&/g, '&amp;');
