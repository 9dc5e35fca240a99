import type { Feedback } from '@waybill/channels/feedback';
import { isRefusal, type Refusal } from '@waybill/kernel';
import { switchOffEmail } from '../recipient/switch-off-email.ts';
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
  { notification, ...access }: Pick<EmailFeedbackAccess, 'notification' | 'preferences' | 'contact'>,
  org: string,
  notificationId: string,
): Promise<void> => {
  const { contactId, userId } = (await notification.state(notificationId, { org })) ?? {};
  if (contactId !== undefined || userId !== undefined) await switchOffEmail({ contactId, userId }, org, access);
};
