import { command, putRecord, text, z } from '@waybill/kernel';
import { NotificationRequested, Urgency } from '#events/comms';
import { exampleIds } from '#events/examples';
import { members } from '#events/organizations';
import { reaches } from '#events/references';
import { contents, contentUntil, recordId } from '../domain/content.ts';
import { lines, Recipient } from '../domain/fields.ts';
import { notification } from '../domain/notification.ts';
import { contactNotFound, memberNotFound } from '../domain/problems.ts';
import { contact } from '../domain/recipient/contact.ts';

export const sendNotification = command({
  summary: 'Send a notification',
  description:
    'To a contact or a member, by e-mail and SMS: a sensitive one by e-mail only, an urgent one by both, any other by the channels that the recipient has not switched off. It is sent soon afterwards; `GET /notifications/{notificationId}` shows the result.',
  route: 'POST /notifications',
  role: 'officer',
  input: z.strictObject({
    recipient: Recipient,
    title: text(255).describe('The subject of the e-mail.'),
    markdown: lines(50_000).describe('The body of the e-mail, in CommonMark.'),
    text: lines(50_000).describe('The same as plain text: for the SMS, and for mail programs without HTML.'),
    sensitive: z.boolean().default(false).meta({
      default: false,
      description: 'By e-mail only, and its content is deleted once it has been sent.',
    }),
    urgency: Urgency.default('normal'),
  }),
  example: {
    recipient: { userId: exampleIds.member },
    title: 'Your shift starts earlier',
    markdown: 'Please be at the depot at **06:30** tomorrow.',
    text: 'Please be at the depot at 06:30 tomorrow.',
  },
  on: notification,
  reads: {
    contact: { of: contact, id: ({ recipient }) => recipient.contactId, consistency: 'eventual' },
    members: {
      of: members,
      id: ({ recipient }, { caller: { orgId } }) => recipient.userId && orgId,
      consistency: 'eventual',
    },
  },
  writes: { contents },
  refuses: [contactNotFound, memberNotFound],

  begin: ({ recipient, sensitive, urgency, ...content }, { contact, members: organization }, { id, now, caller }) => {
    const { contactId, userId } = recipient;
    if (contactId && (!contact || contact.deleted || !reaches(caller, contact.contextKey))) return contactNotFound();
    if (userId && !organization?.members[userId]) return memberNotFound();
    const kept = { ...content, ...(contact && { locale: contact.locale }) };
    return [
      NotificationRequested({ contactId, userId, urgency, sensitive }),
      putRecord(contents, recordId(caller.orgId, id), kept, contentUntil(now)),
    ];
  },
});
