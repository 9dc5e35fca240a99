import type { Catalogue } from '../catalogue.ts';

/** A catalogue of a region: that of its language with other words. */
export const withWords = (catalogue: Catalogue, words: Readonly<Record<string, string>>): Catalogue => {
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string')
      return Object.entries(words).reduce((text, [from, to]) => text.replaceAll(from, to), value);
    if (Array.isArray(value)) return value.map(replaced);
    const entries = Object.entries(value as object).map(([name, it]) => [name, replaced(it)] as const);
    return Object.fromEntries(entries);
  };
  return replaced(catalogue) as Catalogue;
};
