import { command, id, z } from '@waybill/kernel';
import { NotificationRead } from '#events/comms';
import { exampleIds } from '#events/examples';
import { members } from '#events/organizations';
import { mayReadInbox, mayReadInboxRefuses } from '../../domain/inbox/may-read-inbox.ts';
import { notification } from '../../domain/notification.ts';
import { notificationNotFound } from '../../domain/problems.ts';

export const markNotificationRead = command({
  summary: 'Mark a notification as read',
  description: 'One of the caller’s own. It stays in the inbox. To repeat the request changes nothing.',
  route: 'PUT /inbox/{notificationId}/read',
  role: 'auditor',
  standing: 'current',
  input: z.strictObject({ notificationId: id().describe('The notification.') }),
  example: { notificationId: exampleIds.inboxNotification },
  on: notification,
  reads: { organization: { of: members, id: (_, { caller }) => caller.orgId } },
  refuses: [...mayReadInboxRefuses, notificationNotFound],

  decide: ({ userId, sensitive, read }, _, { organization }, { caller }) => {
    const no = mayReadInbox(organization, caller);
    if (no) return no;
    if (userId !== caller.userId || sensitive) return notificationNotFound();
    return read ? [] : [NotificationRead({})];
  },
});
