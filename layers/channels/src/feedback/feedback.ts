/** What a provider reports about a message after it was taken. */
export interface Feedback {
  /** `bounced` and `failed`: it has not arrived, and the provider does not try again. */
  readonly kind: 'delivered' | 'bounced' | 'complained' | 'failed';
  /** An e-mail address or a telephone number. */
  readonly address: string;
  /** Nothing should be sent to this address any more. Never for `delivered`. */
  readonly final: boolean;
  /** As it was given when the provider took the message. */
  readonly providerMessageId: string;
  /** When it was reported first, if that is known: a repetition has the same time. */
  readonly reportedAt?: string | undefined;
}

/** The object in JSON text; `undefined` for anything else. */
export const objectIn = (json: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
