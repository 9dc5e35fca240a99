import { projection, z } from '@waybill/kernel';
import { NotificationRead, NotificationRequested, Urgency } from '#events/comms';
import { notification } from '../domain/notification.ts';

/** A notification in the inbox of its user, without its content. */
export const InboxRow = z.object({
  notificationId: z.guid().describe('The notification.'),
  /** Empty where it is in no inbox: it is sensitive, or for a contact. */
  userId: z.string(),
  urgency: Urgency,
  requestedAt: z.iso.datetime().describe('When it was requested.'),
  readAt: z.iso.datetime().nullable().describe('When it was read; `null`: it is unread.'),
});
export type InboxRow = z.infer<typeof InboxRow>;

/** Sensitive notifications are sent by e-mail only, and not kept. */
export const inboxRow = projection<InboxRow>('inbox', {
  of: notification,
  key: ({ type, aggregateId, data: { userId, sensitive } }) =>
    type === NotificationRequested.type && (!userId || sensitive) ? undefined : aggregateId,
  row: InboxRow,
  indexes: {
    all: ({ userId, requestedAt }) => userId && [userId, requestedAt],
    unread: ({ userId, requestedAt, readAt }) => (readAt ? null : userId && [userId, requestedAt]),
  },
})
  .begin(NotificationRequested, ({ aggregateId, at, data: { userId = '', sensitive, urgency } }) => ({
    notificationId: aggregateId,
    userId: sensitive ? '' : userId,
    urgency,
    requestedAt: at,
    readAt: null,
  }))
  .on(NotificationRead, (row, { at }) => ({ ...row, readAt: row.readAt ?? at }));
