import { oneLine } from '../email/checked-email.ts';
import { catalogueFor } from '../templates/catalogue-for.ts';
import { type Brand, buttonColors, waybill } from './brand.ts';
import { escapeHtml } from './escape-html.ts';
import { layout } from './layout.ts';
import { htmlOf } from './markdown.ts';
import { sanitized } from './sanitized.ts';
import { styles } from './styles.ts';

export interface EmailContent {
  /** One line of plain text: the subject and the heading. */
  readonly title: string;
  /**
   * CommonMark, of anybody. A link with the title "button" is drawn as a button: `[Confirm](<https://…> "button")`.
   * Images are replaced by their description; HTML is shown as text.
   */
  readonly markdown: string;
  /** The part for mail programs without HTML: the link to unsubscribe is added to it. */
  readonly text: string;
  /** BCP 47. */
  readonly locale: string;
  /** https. */
  readonly unsubscribeUrl?: string | undefined;
  readonly brand?: Brand | undefined;
}

export interface RenderedEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A mail for people: responsive, light and dark, safe whatever the content is. */
export const renderEmail = ({
  title,
  markdown,
  text,
  locale,
  unsubscribeUrl,
  brand = waybill,
}: EmailContent): RenderedEmail => {
  const subject = oneLine(title);
  const { lang, dir } = languageOf(locale);
  const { color, on } = buttonColors(brand);
  // The style is written by the layout only, so its braces cannot come from the content.
  const drawn = styles.button!.replace('{color}', color).replace('{on}', on);
  const body = sanitized(htmlOf(markdown)).replaceAll(`style="${styles.button!}"`, `style="${drawn}"`);
  const footer = footerOf(brand, locale, unsubscribeUrl);
  const html = layout({
    lang,
    dir,
    title: subject,
    preheader: preheaderOf(text),
    brand: oneLine(brand.name),
    body,
    footer,
  });
  return { subject, html, text: [text, ...textOf(locale, unsubscribeUrl)].join('\n\n') };
};

const hrefOf = (url: string | undefined): string | undefined =>
  url && /^https?:\/\//.test(url) && URL.canParse(url) ? new URL(url).href : undefined;

const textOf = (locale: string, unsubscribeUrl: string | undefined): readonly string[] => {
  const href = hrefOf(unsubscribeUrl);
  return href ? [`${catalogueFor(locale).unsubscribe}:\n${href}`] : [];
};

const footerOf = (brand: Brand, locale: string, unsubscribeUrl: string | undefined): string => {
  const { unsubscribe } = catalogueFor(locale);
  const lines = [brand.name, ...(brand.footer?.split('\n') ?? [])].map((line) => escapeHtml(oneLine(line)));
  const href = hrefOf(unsubscribeUrl);
  if (href) {
    lines.push(
      `<a href="${escapeHtml(href)}" class="muted" style="color:#5b6573;text-decoration:underline;">${escapeHtml(unsubscribe)}</a>`,
    );
  }
  return lines.join('<br>\n');
};

/** The beginning of the text, which mail programs show beside the subject. */
const preheaderOf = (text: string): string => {
  const letters = [...oneLine(text)];
  return letters.length <= 120 ? letters.join('') : `${letters.slice(0, 119).join('')}…`;
};

const languageOf = (locale: string): { lang: string; dir: 'ltr' | 'rtl' } => {
  try {
    const { baseName, language } = new Intl.Locale(locale);
    return { lang: baseName, dir: rightToLeft.has(language) ? 'rtl' : 'ltr' };
  } catch {
    // Not a language tag: the text is shown nevertheless.
    return { lang: 'en-US', dir: 'ltr' };
  }
};
const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ks', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);
