/** Attempts end a day after the first one. */
export const retriedMs = 24 * 3_600_000;

/** Seconds after each failed attempt, the last one repeated: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h. */
const delays = [5, 300, 1_800, 7_200, 18_000, 36_000] as const;

/** At most a tenth is added, so that the deliveries of an outage do not all come back at the same moment. */
const jitterOf = (webhookDeliveryId: string, attempt: number): number =>
  ((Number.parseInt(webhookDeliveryId.slice(-6), 16) * attempt) % 0x1000) / 0x1000 / 10;

interface Failed {
  readonly webhookDeliveryId: string;
  readonly attempt: number;
  readonly since: string;
  /** What the server asked for, in seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * When to try again after a failed attempt; the last time is exactly a day after the round began. `undefined`: not any
 * more.
 */
export const nextAttemptAt = (
  { webhookDeliveryId, attempt, since, retryAfterSeconds = 0 }: Failed,
  now: string,
): string | undefined => {
  const end = Date.parse(since) + retriedMs;
  const at = Date.parse(now);
  if (at >= end) return undefined;
  const delay = Math.ceil(delays[Math.min(attempt, delays.length) - 1]! * (1 + jitterOf(webhookDeliveryId, attempt)));
  return new Date(Math.min(at + Math.max(delay, retryAfterSeconds) * 1000, end)).toISOString();
};
