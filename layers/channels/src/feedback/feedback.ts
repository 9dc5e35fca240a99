/** What a provider reports about a message after it was taken. */
export interface Feedback {
  readonly kind: 'delivered' | 'bounced' | 'complained' | 'failed';
  /** An e-mail address or a telephone number. */
  readonly address: string;
  /** Nothing should be sent to this address any more. Never for `delivered`. */
  readonly final: boolean;
  readonly providerMessageId: string;
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
