import { recordStore } from '@waybill/kernel';
import type { ChannelName } from '#events/comms';
import { recordId } from '../content.ts';

/** One attempt to send a notification by one channel. */
export interface Attempt {
  /** The organization and the notification. */
  readonly of: string;
  readonly channel: ChannelName;
  /** 1, 2, 3 … for each channel. */
  readonly number: number;
  readonly at: string;
  /** `interrupted`: its function was stopped before the answer of the provider was recorded. */
  readonly outcome: 'sent' | 'refused' | 'unavailable' | 'interrupted';
  readonly reason?: string | undefined;
  readonly providerMessageId?: string | undefined;
}

/** For 365 days. */
export const attempts = recordStore<Attempt>('comms', 'attempt', { indexed: ['of', 'providerMessageId'] });

export const attemptId = (org: string, notificationId: string, channel: ChannelName, number: number): string =>
  `${recordId(org, notificationId)} ${channel} ${String(number).padStart(6, '0')}`;
