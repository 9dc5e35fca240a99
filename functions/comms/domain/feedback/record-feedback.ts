import { longestMessageId } from '@waybill/channels';
import type { Feedback } from '@waybill/channels/feedback';
import type { Refusal } from '@waybill/kernel';
import type { ChannelName, ChannelStatus } from '#events/comms';
import { notificationOf } from '../content.ts';
import { type ChannelState, type Report, reports } from '../engine/dispatch.ts';
import { putChannels, withChannel } from '../engine/settle.ts';
import { messageNotKnownYet } from '../problems.ts';
import { refusedAddressId, refusedUntil } from '../recipient/refused-addresses.ts';
import type { FeedbackAccess } from './needs.ts';

export interface FeedbackContext {
  readonly channel: ChannelName;
  /** The function that has received it. */
  readonly by: string;
  /** ISO-8601 */
  readonly now: string;
}

/** A report that was news. */
interface Recorded {
  readonly org: string;
  readonly notificationId: string;
  readonly report: Report;
}

/**
 * Records what a provider reports about a message. A report that is repeated, or that another one has overtaken, changes
 * nothing, and neither does one about a message of another sender. A fresh one about an unknown message is refused: it is to
 * be sent again.
 */
export const recordFeedback = async (
  feedback: Feedback,
  access: FeedbackAccess,
  about: FeedbackContext,
): Promise<Recorded | Refusal<'message-not-known-yet'> | undefined> => {
  const { channel, by, now } = about;
  const sent = await access.attempts.findBy('providerMessageId', feedback.providerMessageId.slice(0, longestMessageId));
  const id = sent.find(({ data }) => data.channel === channel)?.data.of;
  if (id === undefined) return isFresh(feedback, now) ? messageNotKnownYet() : undefined;
  const dispatch = (await access.dispatches.get(id))?.data;
  const state = dispatch?.channels[channel];
  if (!dispatch || !state) return undefined;
  const report = reportOf(feedback);
  if (!isNews(state, report)) return undefined;

  const { org, notificationId } = notificationOf(id);
  const next = withChannel(dispatch, channel, { ...state, status: statusOf[report], report });
  await putChannels(access, next, { org, notificationId, now: new Date(now), by });
  if (report === 'bad-address' || report === 'complained') {
    const refused = { at: now, reason: `The provider reported: ${report}.` };
    await access.refusedAddresses.put(refusedAddressId(org, channel, feedback.address), refused, refusedUntil(now));
  }
  return { org, notificationId, report };
};

/** A report may overtake the record of its message, which is written after the provider has taken it. */
const freshMs = 30_000;

const isFresh = ({ reportedAt = '' }: Feedback, now: string): boolean =>
  Math.abs(Date.parse(now) - Date.parse(reportedAt)) < freshMs;

const reportOf = ({ kind, final }: Feedback): Report => {
  if (kind === 'delivered' || kind === 'complained') return kind;
  return final ? 'bad-address' : 'undelivered';
};

const statusOf: Readonly<Record<Report, ChannelStatus>> = {
  delivered: 'Delivered',
  undelivered: 'Bounced',
  'bad-address': 'Bounced',
  complained: 'Complained',
};

const isNews = ({ status, report: before }: ChannelState, report: Report): boolean => {
  if (before === undefined) return status === 'Sent';
  return reports.indexOf(report) > reports.indexOf(before);
};
