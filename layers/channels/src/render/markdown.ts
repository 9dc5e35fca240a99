import MarkdownIt from 'markdown-it';
import { escapeHtml } from './escape-html.ts';

/**
 * CommonMark with tables, and without HTML, which is shown as text: a cell or row without its table would end the cells of
 * the layout. Its own limits bound nesting, and its time grows with the text: no input stops it.
 */
const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false });

// Images are loaded from elsewhere, which reveals when and where a mail is read. Their description stays.
markdown.renderer.rules.image = (tokens, index) => escapeHtml(tokens[index]!.content);

/** HTML for `sanitized`, which checks it once more and styles it. */
export const htmlOf = (text: string): string => markdown.render(text);
