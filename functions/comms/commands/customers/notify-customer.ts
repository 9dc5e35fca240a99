import { command, id, optionalText, putRecord, text, z } from '@waybill/kernel';
import { NotificationRequested } from '#events/comms';
import { contents, contentUntil, recordId } from '../../domain/content.ts';
import { lines } from '../../domain/fields.ts';
import { notification } from '../../domain/notification.ts';

/** Has no HTTP route. The caller makes the id from what the message is about: with the same id, nothing is sent again. */
export const notifyCustomer = command({
  summary: 'Notify the customer of a delivery',
  role: 'owner',
  input: z.strictObject({
    notificationId: id(),
    contactId: id(),
    purpose: text(64),
    title: text(255),
    markdown: lines(50_000),
    text: lines(50_000),
    sms: lines(1_600),
    locale: optionalText(35),
    brand: z.strictObject({ name: text(255) }),
  }),
  on: notification,
  writes: { contents },

  begin: ({ notificationId, contactId, purpose, ...content }, _, { now, caller: { orgId } }) => [
    NotificationRequested({ contactId, urgency: 'normal', sensitive: false, purpose }),
    putRecord(contents, recordId(orgId, notificationId), content, contentUntil(now)),
  ],
  decide: () => [],
});
