/** The state of one limit, as clients see it. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  readonly seconds: number;
  /** Requests that are left now, as far as is known. */
  readonly left: number;
  /** Seconds until the limit is available again. */
  readonly reset: number;
}

/**
 * `RateLimit-Policy` names every limit; `RateLimit` the one of which the smallest part is left. Structured fields
 * (RFC 9651) as in draft-ietf-httpapi-ratelimit-headers-11: `q` is the quota, `w` its window in seconds, `r` what is
 * left, `t` the seconds until it is available again.
 */
export const quotaHeaders = (all: readonly Quota[]): Readonly<Record<string, string>> => {
  // A key is counted within its network, and in total.
  const quotas = [...Map.groupBy(all, ({ name }) => name).values()].map((same) => tightestOf(same)!);
  const tightest = tightestOf(quotas);
  if (!tightest) return {};
  return {
    'ratelimit-policy': quotas.map(({ name, limit, seconds }) => `"${name}";q=${limit};w=${seconds}`).join(', '),
    ratelimit: `"${tightest.name}";r=${tightest.left};t=${tightest.reset}`,
  };
};

const tightestOf = (quotas: readonly Quota[]) =>
  quotas.toSorted((a, b) => a.left / a.limit - b.left / b.limit || b.reset - a.reset)[0];
