import { id, page, pageOf, query, time, z } from '@waybill/kernel';
import { NotificationRow, NotificationStatus, notificationRow } from '../projections/notification-row.ts';

const NotificationItem = NotificationRow.meta({
  id: 'NotificationItem',
  description: 'A notification, without its content.',
});

export const listNotifications = query({
  summary: 'List notifications',
  description: 'Newest first. Filters combine.',
  route: 'GET /notifications',
  role: 'officer',
  input: z
    .strictObject({
      recipient: id().optional().describe('Only those to this contact or user.'),
      status: NotificationStatus.optional().describe('Only those with this status.'),
      from: time().optional().describe('Only those requested at or after this time.'),
      to: time().optional().describe('Only those requested before this time; later than `from`.'),
      ...page,
    })
    .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
      path: ['to'],
      error: 'must be after from',
    }),
  example: { status: 'Failed', limit: '10' },
  output: pageOf(NotificationItem),
  reads: { notifications: notificationRow },

  answer: ({ limit, cursor, ...filters }, { notifications }) => {
    const { recipient, status, from, to } = filters;
    const [list, by] =
      recipient && status
        ? ['recipientStatus', `${recipient} ${status}`]
        : recipient
          ? ['recipient', recipient]
          : status
            ? ['status', status]
            : ['all', ''];
    return notifications.list(list, { by, from, to, descending: true, limit, cursor, filters });
  },
});
