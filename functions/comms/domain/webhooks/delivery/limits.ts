import type { Budget } from '@waybill/kernel';

/** An answer that takes longer is slow, in milliseconds. */
export const slowMs = 1_000;

/**
 * The attempts of one webhook that run now, or were slow within the last minute. Further ones wait, so that a slow server
 * of one organization occupies few of the senders of all: ten attempts of ten seconds in a minute are less than two at a
 * time.
 */
export const slowAttempts: Budget = {
  name: 'webhook-slow',
  most: 10,
  seconds: 60,
  counts: 'failures',
  earlierFirst: true,
};

/**
 * Senders that run at the same time, each with up to ten messages: a hundred requests at a time for all organizations.
 */
export const mostSenders = 10;
