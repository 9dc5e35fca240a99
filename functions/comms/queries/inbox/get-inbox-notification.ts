import { id, query, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { members } from '#events/organizations';
import { contents, recordId } from '../../domain/content.ts';
import { InboxFields } from '../../domain/inbox/inbox-fields.ts';
import { inboxFrom, readAtOf } from '../../domain/inbox/inbox-times.ts';
import { mayReadInbox, mayReadInboxRefuses } from '../../domain/inbox/may-read-inbox.ts';
import { readMarkId, readMarks } from '../../domain/inbox/read-mark.ts';
import { inboxRow } from '../../projections/inbox-row.ts';

export const getInboxNotification = query({
  summary: 'Get a notification of the inbox',
  description: 'One of the caller’s own notifications, with its whole text. Reading it here does not mark it as read.',
  route: 'GET /inbox/{notificationId}',
  role: 'auditor',
  standing: 'current',
  of: 'notification',
  input: z.strictObject({ notificationId: id().describe('The notification.') }),
  example: { notificationId: exampleIds.inboxNotification },
  output: InboxFields.extend({
    markdown: z.string().describe('The body, in CommonMark from any sender: sanitize it before you show it as HTML.'),
    text: z.string().describe('The same as plain text.'),
  }).meta({ id: 'InboxNotification', description: 'A notification to the caller.' }),
  refuses: mayReadInboxRefuses,
  reads: { inbox: inboxRow, contents, readMarks, organization: members },

  answer: async ({ notificationId }, { inbox, contents, ...reads }, { caller, now }) => {
    const { orgId, userId } = caller;
    const no = mayReadInbox(await reads.organization.state(orgId), caller);
    if (no) return no;
    const row = await inbox.get(notificationId);
    if (row?.userId !== userId || row.requestedAt < inboxFrom(now)) return undefined;
    const content = (await contents.get(recordId(orgId, notificationId)))?.data;
    if (!content) return undefined;
    const mark = (await reads.readMarks.get(readMarkId(orgId, userId)))?.data;
    const { title, markdown, text } = content;
    return { ...row, readAt: readAtOf(row, mark), title, markdown, text };
  },
});
