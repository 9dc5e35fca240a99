import { recordStore } from '@waybill/kernel';

/** Hours in which no normal notification is sent: local times, `22:00` to `07:00`, in a time zone of the IANA database. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** How a contact or a user wants to be notified. */
export interface Preference {
  readonly email: boolean;
  readonly sms: boolean;
  readonly quietHours?: QuietHours | undefined;
}

export const noPreference: Preference = { email: true, sms: true };

/** By recipient: `preferenceId`. */
export const preferences = recordStore<Preference>('comms', 'preference');

/** A contact belongs to an organization; the preference of a user is the same in all. */
export const preferenceId = (
  org: string,
  { contactId, userId }: { readonly contactId?: string | undefined; readonly userId?: string | undefined },
): string => (contactId === undefined ? `user ${userId}` : `contact ${org} ${contactId}`);
