import type { Purpose } from './purposes.ts';

/**
 * Plain text with `{placeholders}`. Of several variants, the first is used whose placeholders all have a value; without such
 * a variant the sentence is left out.
 */
export type Sentence = string | readonly string[];

export type Block =
  | Sentence
  /** To `{link}`, left out without one. */
  | { readonly button: string }
  /** Labels and sentences, left out where a value is missing. */
  | { readonly facts: Readonly<Record<string, string>> };

export interface Template {
  readonly title: Sentence;
  readonly body: readonly Block[];
  /** Without one, the title is sent: mails about accounts are never sent by SMS. */
  readonly sms?: Sentence;
}

/** The words of a language. */
export interface Catalogue {
  readonly greeting: Sentence;
  readonly unsubscribe: string;
  /** The page behind that link. */
  readonly unsubscribePage: Readonly<Record<'title' | 'question' | 'button' | 'done' | 'still', string>>;
  readonly words: {
    readonly role: Readonly<Record<'auditor' | 'agent' | 'officer' | 'owner', string>>;
    readonly severity: Readonly<Record<'Low' | 'Medium' | 'High' | 'Critical', string>>;
    readonly incident: Readonly<
      Record<'Delay' | 'Accident' | 'Breakdown' | 'Weather' | 'Theft' | 'Address' | 'Other', string>
    >;
  };
  readonly templates: Readonly<Record<Purpose, Template>>;
}
