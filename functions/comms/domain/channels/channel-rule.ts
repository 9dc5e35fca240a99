import type { ChannelName, Urgency } from '#events/comms';
import type { Preference } from '../recipient/preferences.ts';

/** The channels of a notification, before it is known whether the recipient has an address there. */
export const channelsFor = (
  { sensitive, urgency }: { readonly sensitive: boolean; readonly urgency: Urgency },
  { email, sms }: Pick<Preference, 'email' | 'sms'>,
): readonly ChannelName[] => {
  if (sensitive) return ['email'];
  if (urgency === 'urgent') return ['email', 'sms'];
  return [...(email ? (['email'] as const) : []), ...(sms ? (['sms'] as const) : [])];
};
