import sanitizeHtml from 'sanitize-html';
import { styles } from './styles.ts';

const allowed = [
  ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'code', 'ul', 'ol', 'li'],
  ...['strong', 'b', 'em', 'i', 's', 'del', 'u', 'sub', 'sup', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];

type Transform = (tag: string, attributes: sanitizeHtml.Attributes) => sanitizeHtml.Tag;

/** Each element gets the attributes of the layout, and none of its own. */
const styled: Transform = (tagName, attributes) => {
  if (tagName === 'a') return link(attributes);
  const style = styles[tagName];
  return { tagName, attribs: { ...(style && { style }), ...(muted.has(tagName) && { class: 'muted' }) } };
};
const muted = new Set(['blockquote']);

const link = ({ href = '', title }: sanitizeHtml.Attributes): sanitizeHtml.Tag => {
  const address = safeAddress(href);
  if (!address) return { tagName: 'span', attribs: {} };
  if (title === 'button') return { tagName: 'a', attribs: { href: address, class: 'button', style: styles.button! } };
  if (title === 'address') return { tagName: 'a', attribs: { href: address, class: 'muted', style: styles.address! } };
  return { tagName: 'a', attribs: { href: address, class: 'link', style: styles.a! } };
};

/** A whole address of a known kind. A mail has no address that others could be relative to. */
const safeAddress = (href: string): string | undefined =>
  /^(?:https?:\/\/[^/\\]|mailto:|tel:)/i.test(href) && URL.canParse(href) ? new URL(href).href : undefined;

const options: sanitizeHtml.IOptions = {
  allowedTags: [...allowed, 'span'],
  allowedAttributes: { '*': ['style', 'class'], a: ['href', 'style', 'class'] },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  // The only styles are those that are added here.
  parseStyleAttributes: false,
  transformTags: { '*': styled },
  nestingLimit: 60,
};

/** Text, lists, tables and links only, styled for the layout. Its elements must be nested as those of `htmlOf` are. */
export const sanitized = (html: string): string => sanitizeHtml(html, options);
