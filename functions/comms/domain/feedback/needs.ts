import { type AccessOf, declares } from '@waybill/kernel';
import { attempts } from '../engine/attempts.ts';
import { dispatches } from '../engine/dispatch.ts';
import { notification } from '../notification.ts';
import { contact } from '../recipient/contact.ts';
import { preferences } from '../recipient/preferences.ts';
import { refusedAddresses } from '../recipient/refused-addresses.ts';

/** What a provider's event reads and changes. */
export const feedbackNeeds = declares({
  reads: { attempts },
  writes: { notification, dispatches, refusedAddresses },
});
export type FeedbackAccess = AccessOf<typeof feedbackNeeds>;

/** Of an e-mail: a complaint also changes the preferences. */
export const emailFeedbackNeeds = declares({
  reads: { ...feedbackNeeds.reads, contact },
  writes: { ...feedbackNeeds.writes, preferences },
});
export type EmailFeedbackAccess = AccessOf<typeof emailFeedbackNeeds>;
