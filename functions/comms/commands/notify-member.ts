import { command, id, putRecord, text, z } from '@waybill/kernel';
import { NotificationRequested, Urgency } from '#events/comms';
import { contents, contentUntil, recordId } from '../domain/content.ts';
import { lines } from '../domain/fields.ts';
import { notification } from '../domain/notification.ts';

/** For reactions, which know that the user is a member. */
export const notifyMember = command({
  summary: 'Notify a member',
  role: 'owner',
  input: z.strictObject({
    userId: id(),
    title: text(255),
    markdown: lines(50_000),
    text: lines(50_000),
    urgency: Urgency.default('normal'),
  }),
  on: notification,
  writes: { contents },

  begin: ({ userId, urgency, ...content }, _, { id, now, caller: { orgId } }) => [
    NotificationRequested({ userId, urgency, sensitive: false }),
    putRecord(contents, recordId(orgId, id), content, contentUntil(now)),
  ],
});
