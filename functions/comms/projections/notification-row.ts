import { projection, z } from '@waybill/kernel';
import {
  ChannelStatus,
  NotificationRequested,
  NotificationSettled,
  Urgency,
  undeliverableReasons,
} from '#events/comms';
import { notification, notificationStatuses } from '../domain/notification.ts';

export const NotificationStatus = z.enum(notificationStatuses).meta({
  id: 'NotificationStatus',
  description:
    'Of all channels together: `Pending` while one is; `Delivered`, `PartlyDelivered` or `Failed` when all, some or none were sent; `Undeliverable` if there was no channel.',
});

/** A notification without its content, as clients see it. */
export const NotificationRow = z.object({
  notificationId: z.guid().describe('The notification.'),
  contactId: z.guid().nullable().describe('The contact who is notified.'),
  userId: z.guid().nullable().describe('The user who is notified.'),
  urgency: Urgency,
  sensitive: z.boolean().describe('By e-mail only, and not kept.'),
  purpose: z.string().nullable().describe('What it is for, if its text comes from a template.'),
  status: NotificationStatus,
  reason: z.enum(undeliverableReasons).nullable().describe('Why it is `Undeliverable`.'),
  email: ChannelStatus.nullable().describe('The state of the e-mail, once the notification is settled.'),
  sms: ChannelStatus.nullable().describe('The state of the SMS, once the notification is settled.'),
  requestedAt: z.iso.datetime().describe('When it was requested.'),
  settledAt: z.iso.datetime().nullable().describe('When the last channel was sent or given up.'),
});
export type NotificationRow = z.infer<typeof NotificationRow>;

const recipientOf = ({ contactId, userId }: NotificationRow) => contactId ?? userId ?? '';

export const notificationRow = projection<NotificationRow>('notification', {
  of: notification,
  row: NotificationRow,
  indexes: {
    all: ({ requestedAt }) => ['', requestedAt],
    recipient: (row) => [recipientOf(row), row.requestedAt],
    status: ({ status, requestedAt }) => [status, requestedAt],
    recipientStatus: (row) => [`${recipientOf(row)} ${row.status}`, row.requestedAt],
  },
})
  .begin(
    NotificationRequested,
    ({ aggregateId, at, data: { contactId, userId, urgency, sensitive, purpose } }): NotificationRow => ({
      notificationId: aggregateId,
      contactId: contactId ?? null,
      userId: userId ?? null,
      urgency,
      sensitive,
      purpose: purpose ?? null,
      status: 'Pending',
      reason: null,
      email: null,
      sms: null,
      requestedAt: at,
      settledAt: null,
    }),
  )
  .on(NotificationSettled, (row, { at, data: { to, channels, reason } }) => ({
    ...row,
    status: to,
    reason: reason ?? null,
    email: channels.email ?? null,
    sms: channels.sms ?? null,
    settledAt: at,
  }));
