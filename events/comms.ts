import { event, id, personal, queue, z } from '@waybill/kernel';

/** Events of the comms context: notifications. They have ids and outcomes, and neither content nor addresses. */

export const urgencies = ['normal', 'urgent'] as const;
export const Urgency = z
  .enum(urgencies)
  .meta({ id: 'Urgency', description: 'An urgent notification ignores preferences and quiet hours.' });
export type Urgency = z.infer<typeof Urgency>;

export const channelNames = ['email', 'sms'] as const;
export type ChannelName = (typeof channelNames)[number];

export const channelStatuses = ['Pending', 'Sent', 'Refused', 'Parked', 'Delivered', 'Bounced', 'Complained'] as const;
export const ChannelStatus = z.enum(channelStatuses).meta({
  id: 'ChannelStatus',
  description:
    'Of one channel of a notification: `Pending` until it is sent, and while it is tried again; `Sent` to the provider; `Refused` by it, for good; `Parked` after all attempts have failed. What the provider reports after `Sent`, if it does: `Delivered`; `Bounced`, it could not deliver it; `Complained`, the recipient has reported it as unwanted.',
});
export type ChannelStatus = z.infer<typeof ChannelStatus>;

/** A final state: all channels sent; some; none; or there was no channel at all. */
export const settledStatuses = ['Delivered', 'PartlyDelivered', 'Failed', 'Undeliverable'] as const;

/** Why there was no channel: nothing is known of the recipient, no address, switched off, or every address was refused before. */
export const undeliverableReasons = ['no-recipient', 'no-address', 'opted-out', 'address-refused', 'expired'] as const;

/** The recipient is a contact or a user. A mail about an account names its user, if there is one. */
export const NotificationRequested = event('NotificationRequested', {
  contactId: id().optional(),
  userId: id().optional(),
  urgency: Urgency,
  sensitive: z.boolean(),
  /** What it is for, if its text comes from a template. */
  purpose: z.string().optional(),
});

/** Happens again if a parked channel is tried again later, and if a provider reports what became of a message. */
export const NotificationSettled = event('NotificationSettled', {
  to: z.enum(settledStatuses),
  channels: z.object({ email: ChannelStatus.optional(), sms: ChannelStatus.optional() }),
  reason: z.enum(undeliverableReasons).optional(),
});

/** Its user has read it in the inbox. */
export const NotificationRead = event('NotificationRead', {});

/** The messages that the customer of a delivery may get. */
export const customerMessages = ['PickedUp', 'OutForDelivery', 'Delivered', 'Failed', 'Late'] as const;
export const CustomerMessage = z.enum(customerMessages).meta({
  id: 'CustomerMessage',
  description:
    'A message to the customer of a delivery. `PickedUp`: at the beginning of each attempt; `Late`: the promised window has passed, and the delivery is still under way.',
});
export type CustomerMessage = z.infer<typeof CustomerMessage>;

/** Which messages the customers of an organization get. Dates in them are in the time zone: UTC without one. */
export const CustomerMessagesChanged = event('CustomerMessagesChanged', {
  messages: z.array(CustomerMessage),
  timeZone: z.string().optional(),
});

/** What mails about accounts and organizations are for. Identity requests them, comms has their wording. */
export const mailPurposes = [
  'verification',
  'sign-up-again',
  'password-reset',
  'sign-in-link',
  'invitation',
  'password-changed',
  'second-factor-enabled',
  'second-factor-removed',
  'backup-codes-renewed',
  'new-device',
  'api-key-expiring',
] as const;

/**
 * Mails to addresses that identity knows. They are in this queue only, and never on the bus: their links give access to
 * accounts. A mail with an id that has arrived before is not sent again.
 */
export const accountMails = queue(
  'account-mails',
  z.strictObject({
    mailId: z.guid(),
    purpose: z.enum(mailPurposes),
    to: z.string(),
    /** Plain text, like all of `about`. */
    name: z.string(),
    about: z.record(z.string(), z.string()).optional(),
    link: z.string().optional(),
    /** The language of the recipient, if it is known. */
    locale: z.string().optional(),
    /** When the mail was requested. */
    at: z.iso.datetime(),
  }),
);

/** The verified address and the name of a user, each time that one of them has changed. */
export const userAddresses = queue(
  'user-addresses',
  z.strictObject({
    userId: z.guid(),
    email: z.string(),
    name: z.string(),
    locale: z.string().optional(),
    /** When it was read: the latest one counts. */
    at: z.iso.datetime(),
  }),
);

/*
 * Webhooks. Their events never contain a secret. The URL and the description are not published: many URLs are secrets
 * themselves, and a webhook would send them to the other webhooks.
 */

/** Event types, or `*` for all. */
const eventTypes = z.array(z.string());

export const WebhookCreated = event('WebhookCreated', {
  url: personal(z.string()),
  eventTypes,
  description: personal(z.string().optional()),
});
export const WebhookUrlChanged = event('WebhookUrlChanged', { url: personal(z.string()) });
export const WebhookEventTypesChanged = event('WebhookEventTypesChanged', { eventTypes });
/** Without `description`, it was removed. */
export const WebhookDescriptionChanged = event('WebhookDescriptionChanged', {
  description: personal(z.string().optional()),
});
/** Requests have two signatures until `oldUntil`. */
export const WebhookSecretRotated = event('WebhookSecretRotated', { oldUntil: z.iso.datetime() });

export const webhookDisabledReasons = ['by-owner', 'gone', 'failing'] as const;
export const WebhookDisabledReason = z.enum(webhookDisabledReasons).meta({
  id: 'WebhookDisabledReason',
  description:
    'Why a webhook is disabled: `by-owner`; `gone`, its server answered 410; `failing`, every attempt failed for three days.',
});
export type WebhookDisabledReason = z.infer<typeof WebhookDisabledReason>;
export const WebhookDisabled = event('WebhookDisabled', { reason: WebhookDisabledReason });
export const WebhookEnabled = event('WebhookEnabled', {});
export const WebhookDeleted = event('WebhookDeleted', {});
