import type * as z from 'zod';
import type { Locale } from './locales.ts';

/** A language, ready to be used. */
export interface Language {
  readonly locale: Locale;
  /** The translation of an English sentence; the sentence itself where there is none. */
  readonly say: (sentence: string) => string;
  /** zod's messages in this language; without it, zod's own. */
  readonly issue: z.core.$ZodErrorMap | undefined;
}
