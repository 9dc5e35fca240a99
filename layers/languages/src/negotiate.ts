import { localeOf } from './locale-of.ts';
import { baseLocale, type Locale } from './locales.ts';
import { tagOf } from './tag.ts';

/** So many tags of `Accept-Language` count, to bound the work for a request; browsers send fewer than ten. */
const most = 30;

/**
 * The locale for a request: `X-Locale` decides where it is a language tag, otherwise `Accept-Language` (RFC 9110
 * §12.5.4), first by tags that are locales, then by languages; otherwise English. Malformed values are ignored.
 *
 * @param header the value of a header, by its name in small letters
 */
export const negotiate = (header: (name: string) => string | undefined): Locale => {
  const chosen = header('x-locale') ?? '';
  if (tagOf(chosen)) return localeOf(chosen);
  const tags = accepted(header('accept-language') ?? '');
  return tags.find(({ exact }) => exact)?.exact ?? tags.find(({ related }) => related)?.related ?? baseLocale;
};

/** The tags in the order of their quality, those with the same quality in the order of the header. */
const accepted = (header: string) =>
  header
    .split(',', most)
    .flatMap((range) => {
      const [text = '', ...parameters] = range.split(';');
      const [tag, quality] = [tagOf(text), qualityOf(parameters)];
      return tag && quality > 0 ? [{ ...tag, quality }] : [];
    })
    .toSorted((a, b) => b.quality - a.quality);

/** 1 where it is absent, 0 where it is malformed: such a tag is ignored, like one that is not accepted. */
const qualityOf = (parameters: readonly string[]): number => {
  if (parameters.length === 0) return 1;
  const [, quality = '0'] = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i.exec(parameters.join(';')) ?? [];
  return Number(quality);
};
