import type { Language } from './language.ts';
import type { Locale } from './locales.ts';
import { sayIn } from './say-in.ts';
import type { Texts } from './texts.ts';

const german = async () => (await import('./de/index.ts')).german;
const spanish = async () => (await import('./es/index.ts')).spanish;
const french = async () => (await import('./fr/index.ts')).french;
const italian = async () => (await import('./it/index.ts')).italian;
const japanese = async () => (await import('./ja/index.ts')).japanese;
const british = async () => (await import('./en/british.ts')).british;
const canadian = async () => (await import('./fr/canadian.ts')).canadian;
const mexican = async () => (await import('./es/mexican.ts')).mexican;

/** The texts of each locale; later ones take precedence. Each is a module that is loaded when it is first used. */
const textsOf: Readonly<Record<Locale, readonly (() => Promise<Texts>)[]>> = {
  'en-US': [],
  // Canadian spelling is that of the declared sentences: `organization`, `cancelled`, `licence`.
  'en-CA': [],
  'en-GB': [british],
  'fr-FR': [french],
  'fr-CA': [french, canadian],
  'es-ES': [spanish],
  'es-MX': [spanish, mexican],
  'de-DE': [german],
  'it-IT': [italian],
  'ja-JP': [japanese],
};

const loaded = new Map<Locale, Language>();

/** Loads a language once for the process. */
export const languageOf = async (locale: Locale): Promise<Language> => {
  const known = loaded.get(locale);
  if (known) return known;
  const texts = await Promise.all(textsOf[locale].map((load) => load()));
  const sentences = Object.assign({}, ...texts.map((text) => text.sentences)) as Texts['sentences'];
  const language = { locale, say: sayIn(sentences), issue: texts.findLast(({ issue }) => issue)?.issue };
  loaded.set(locale, language);
  return language;
};
