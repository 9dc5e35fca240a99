import type { Feedback } from '@waybill/channels/feedback';
import { isRefusal, type Refusal } from '@waybill/kernel';
import { noPreference, preferenceId } from '../recipient/preferences.ts';
import type { EmailFeedbackAccess } from './needs.ts';
import { type FeedbackContext, recordFeedback } from './record-feedback.ts';

/** Records reports about an e-mail. Who complains is unsubscribed from normal notifications by e-mail. */
export const recordEmailFeedback = async (
  feedback: readonly Feedback[],
  access: EmailFeedbackAccess,
  about: Omit<FeedbackContext, 'channel'>,
): Promise<Refusal<'message-not-known-yet'> | undefined> => {
  for (const one of feedback) {
    const recorded = await recordFeedback(one, access, { ...about, channel: 'email' });
    if (recorded && isRefusal(recorded)) return recorded;
    if (recorded?.report === 'complained') await unsubscribe(access, recorded.org, recorded.notificationId);
  }
  return undefined;
};

/** Mails about accounts have no preference. */
const unsubscribe = async (
  { notification, preferences }: Pick<EmailFeedbackAccess, 'notification' | 'preferences'>,
  org: string,
  notificationId: string,
): Promise<void> => {
  const { contactId, userId } = (await notification.state(notificationId, { org })) ?? {};
  if (contactId === undefined && userId === undefined) return;
  const id = preferenceId(org, { contactId, userId });
  const preference = (await preferences.get(id))?.data ?? noPreference;
  if (preference.email) await preferences.put(id, { ...preference, email: false });
};
