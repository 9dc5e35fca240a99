import { id, z } from '@waybill/kernel';

/** Text of several lines: trimmed, without control characters other than tabs and line breaks. */
export const lines = (max: number) =>
  z
    .string()
    .meta({ minLength: 1, maxLength: max, pattern: '\\S' })
    .transform((value) => value.replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .refine((value) => value.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(value), 'must not contain control characters')
        .refine((value) => value !== '', 'must not be blank')
        .refine((value) => [...value].length <= max, `must have at most ${max} characters`),
    );

/** A contact or a user. */
export const Recipient = z
  .strictObject({
    userId: id().optional().describe('A member of the organization.'),
    contactId: id().optional().describe('A contact of the organization.'),
  })
  .refine(
    ({ userId, contactId }) => (userId === undefined) !== (contactId === undefined),
    'must have either userId or contactId',
  )
  .meta({ id: 'RecipientInput', description: 'Who is notified: a contact or a member, one of them.' });
