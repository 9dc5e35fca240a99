import { type SendResult, unavailable } from '../send-result.ts';

export interface ProviderAnswer {
  readonly status: number;
  /** The JSON of the body; an empty object if there is none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** `Retry-After` in seconds, at most an hour. */
  readonly retryAfterSeconds: number | undefined;
}

/** Sends a request to a provider. Gives its answer, or why there is none. Redirects are not followed. */
export const ask = async (
  provider: string,
  url: URL,
  init: Pick<RequestInit, 'method' | 'headers' | 'body'>,
  timeoutMs: number,
): Promise<ProviderAnswer | SendResult> => {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    return {
      status: response.status,
      body: jsonOf(await response.text()),
      retryAfterSeconds: retryAfter(response.headers.get('retry-after')),
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'TimeoutError') return unavailable(`${provider} did not answer within ${timeoutMs / 1000} s.`);
    // The message of the cause may contain the address of the server, never one of a person.
    const { code } = (error.cause ?? {}) as { code?: string };
    return unavailable(`${provider} could not be reached${code ? ` (${code})` : ''}.`);
  }
};

const jsonOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // A proxy may answer with HTML. The status says enough.
    return {};
  }
};

/** Seconds, or a date (RFC 9110). */
export const retryAfter = (header: string | null | undefined, now = Date.now()): number | undefined => {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 1), 3600);
};
