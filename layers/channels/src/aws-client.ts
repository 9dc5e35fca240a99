/** The options of a client that tries once, within the time, and fails when it is over. */
export const awsClient = (config: { region?: string | undefined; url?: string | undefined }, timeoutMs: number) => ({
  // The caller repeats what was not sent, and knows how often.
  maxAttempts: 1,
  requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  ...(config.region && { region: config.region }),
  ...(config.url && { endpoint: config.url }),
});
