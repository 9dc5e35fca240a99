import { recordStore } from '@waybill/kernel';
import { type ChannelName, type ChannelStatus, channelNames } from '#events/comms';
import type { QuietHours } from '../recipient/preferences.ts';

/**
 * What a provider reports about a message after it was sent. Reports arrive in any order: a later one in this list replaces
 * an earlier one, and not the other way round. `undelivered` says nothing about the address.
 */
export const reports = ['delivered', 'undelivered', 'bad-address', 'complained'] as const;
export type Report = (typeof reports)[number];

/** The state of one channel of a notification. */
export interface ChannelState {
  readonly status: ChannelStatus;
  /** The address; deleted once the state is final. */
  readonly to?: string | undefined;
  /** A part of the address, for people who look for it: `a…@example.com`. */
  readonly hint: string;
  /** All attempts so far: the number of the last one. */
  readonly attempts: number;
  /** Failed attempts since it was requested or redriven. */
  readonly failures: number;
  /** ISO-8601: no attempt begins before. */
  readonly notBefore?: string | undefined;
  /** The attempt that is in progress, and until when no other one begins. */
  readonly lease?: { readonly messageId: string; readonly until: string } | undefined;
  readonly providerMessageId?: string | undefined;
  /** What the provider has reported since: the furthest of `reports`. */
  readonly report?: Report | undefined;
  /** Of the last failure, for operators. */
  readonly reason?: string | undefined;
}

/** Who may unsubscribe: the recipient, a contact or a user. */
export interface OptOut {
  readonly contactId?: string | undefined;
  readonly userId?: string | undefined;
}

/** The channels of a notification: one record, so that each change is conditional on all of them. */
export interface Dispatch {
  readonly channels: Readonly<Partial<Record<ChannelName, ChannelState>>>;
  /** Those of the recipient, if the notification respects them. */
  readonly quietHours?: QuietHours | undefined;
  /** The recipient, if the notification respects preferences: then its e-mail has a link to unsubscribe. */
  readonly optOut?: OptOut | undefined;
  /** The language of the recipient. */
  readonly locale?: string | undefined;
}

/** By organization and notification. */
export const dispatches = recordStore<Dispatch>('comms', 'dispatch');

const keptMs = 365 * 86_400_000;

/** @param now ISO-8601 */
export const historyUntil = (now: string): string => new Date(Date.parse(now) + keptMs).toISOString();

/** Nothing more is sent: a parked channel may be tried again. */
export const isOver = ({ status }: ChannelState): boolean => status !== 'Pending' && status !== 'Parked';

export const isFinal = ({ status }: ChannelState): boolean => status !== 'Pending';

/** The channels of a dispatch, with their names. */
export const channelsIn = ({ channels }: Dispatch): (readonly [ChannelName, ChannelState])[] =>
  channelNames.flatMap((name) => {
    const state = channels[name];
    return state ? [[name, state] as const] : [];
  });
