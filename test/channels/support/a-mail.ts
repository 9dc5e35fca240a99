import type { OutgoingEmail } from '@waybill/channels';

/** Words that no log and no reason may contain. */
export const privateWords = ['ada@example.com', 'Deliciously private', 'secret'];

export const aMail = (changes: Partial<OutgoingEmail> = {}): OutgoingEmail => ({
  to: 'ada@example.com',
  subject: 'Deliciously private subject – für Ada',
  html: '<p>Deliciously private</p>',
  text: 'Deliciously private',
  idempotencyKey: 'notification-1#email',
  ...changes,
});
