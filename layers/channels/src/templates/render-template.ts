import type { Block, Sentence } from './catalogue.ts';
import { catalogueFor, localeFor } from './catalogue-for.ts';
import { escapeMarkdown, type Format, formatted, linkTarget } from './formatted.ts';
import { type Purpose, purposes, type TemplateValues } from './purposes.ts';

export interface RenderedTemplate {
  /** Plain text on one line. */
  readonly title: string;
  /** For `renderEmail`. */
  readonly markdown: string;
  readonly text: string;
  /** The title where a purpose has no wording for SMS. */
  readonly sms: string;
}

type Texts = ReadonlyMap<string, string>;

/**
 * The wording of a message in a language. Values are text, whatever they contain: they add no markup and no links.
 * Throws a `ZodError` for values that the purpose does not know.
 *
 * @param options.timeZone IANA, for dates; UTC by default and if it is unknown
 */
export const renderTemplate = <P extends Purpose>(
  purpose: P,
  locale: string,
  values: TemplateValues<P>,
  { timeZone = 'UTC' }: { readonly timeZone?: string | undefined } = {},
): RenderedTemplate => {
  const known = localeFor(locale);
  const format = { catalogue: catalogueFor(known), locale: known, timeZone: isTimeZone(timeZone) ? timeZone : 'UTC' };
  const texts = textsOf(purposes[purpose].parse(values), format);
  const { title, body, sms } = format.catalogue.templates[purpose];
  const blocks = [format.catalogue.greeting, ...body];
  const heading = filled(title, texts) ?? purpose;
  return {
    title: heading,
    markdown: blocks.flatMap((block) => asMarkdown(block, texts)).join('\n\n'),
    text: blocks.flatMap((block) => asText(block, texts)).join('\n\n'),
    sms: plainPunctuation((sms && filled(sms, texts)) ?? heading),
  };
};

/** An SMS with one other character than those of GSM 03.38 has 70 characters in place of 160. */
const plainPunctuation = (text: string): string =>
  text
    .replace(/[‘’]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/…/g, '...');

const isTimeZone = (timeZone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    // A RangeError: the zone is unknown to this version of ICU.
    return false;
  }
};

const textsOf = (values: object, format: Format): Texts =>
  new Map(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, formatted(name, value, format)] as const)
      .filter(([, text]) => text !== ''),
  );

const placeholders = /\{(\w+)\}/g;

/** The first variant whose placeholders all have a value. */
const filled = (sentence: Sentence, texts: Texts, written = (text: string) => text): string | undefined => {
  const variants = typeof sentence === 'string' ? [sentence] : sentence;
  const usable = variants.find((variant) => [...variant.matchAll(placeholders)].every(([, name]) => texts.has(name!)));
  return usable
    ?.split(/(\{\w+\})/)
    .map((part) => written(/^\{\w+\}$/.test(part) ? texts.get(part.slice(1, -1))! : part))
    .join('');
};

const isSentence = (block: Block): block is Sentence => typeof block === 'string' || Array.isArray(block);

const factsOf = (facts: Readonly<Record<string, string>>, texts: Texts) =>
  Object.entries(facts).flatMap(([label, sentence]) => {
    const text = filled(sentence, texts);
    return text === undefined ? [] : [[label, text] as const];
  });

const asMarkdown = (block: Block, texts: Texts): readonly string[] => {
  if (isSentence(block)) return [filled(block, texts, escapeMarkdown)].filter((text) => text !== undefined);
  if ('facts' in block) {
    const lines = factsOf(block.facts, texts);
    return lines.length
      ? [lines.map(([label, text]) => `- **${escapeMarkdown(label)}:** ${escapeMarkdown(text)}`).join('\n')]
      : [];
  }
  const href = texts.get('link');
  if (!href) return [];
  const to = linkTarget(href);
  return [`[${escapeMarkdown(block.button)}](<${to}> "button")`, `[${escapeMarkdown(href)}](<${to}> "address")`];
};

const asText = (block: Block, texts: Texts): readonly string[] => {
  if (isSentence(block)) return [filled(block, texts)].filter((text) => text !== undefined);
  if ('button' in block) return texts.has('link') ? [`${block.button}:\n${texts.get('link')}`] : [];
  const lines = factsOf(block.facts, texts);
  return lines.length ? [lines.map(([label, text]) => `${label}: ${text}`).join('\n')] : [];
};
