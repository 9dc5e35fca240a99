import type * as z from 'zod';

/** The texts of one language, or of one region where they differ from those of the language. */
export interface Texts {
  /**
   * Translations of the English sentences, by the sentence as it is declared. `{name}` stands for a value without spaces,
   * and for the same value in the translation.
   */
  readonly sentences: Readonly<Record<string, string>>;
  /** zod's messages for input that a schema refuses without a message of its own. */
  readonly issue?: z.core.$ZodErrorMap;
}
