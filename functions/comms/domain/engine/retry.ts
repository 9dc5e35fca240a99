/** Seconds to wait after the first, second … failure of a channel, and after each later one. */
const delays = [5, 10, 30, 60, 300] as const;
/** Attempts after the first one. */
export const maxRetries = 10;
/** The longest delay of a message. */
const longestDelay = 900;

/**
 * How long to wait after that many failures; `undefined` when there were too many. A provider may ask for more time.
 */
export const retryDelay = (failures: number, askedSeconds = 0): number | undefined =>
  failures > maxRetries
    ? undefined
    : Math.min(longestDelay, Math.max(Math.ceil(askedSeconds), delays[Math.min(failures, delays.length) - 1]!));

/** The delay of a message that is to arrive at a time: it is sent again if that is more than 15 minutes away. */
export const delayUntil = (time: string, now: Date): number =>
  Math.min(longestDelay, Math.max(0, Math.ceil((Date.parse(time) - now.getTime()) / 1000)));
