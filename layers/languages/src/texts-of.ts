import type { Texts } from './texts.ts';

type Sentences = Texts['sentences'];

/** The texts of a language, from its files: one for each context, and those of the kernel. */
export const textsOf = (
  zod: { readonly localeError: NonNullable<Texts['issue']> },
  files: readonly Sentences[],
): Texts => ({
  sentences: Object.assign({}, ...files) as Sentences,
  issue: zod.localeError,
});
