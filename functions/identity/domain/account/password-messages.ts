import type { PasswordMistake } from '@waybill/auth';

/** What is wrong with a new password, as the message of its field. */
export const passwordMessages: Readonly<Record<PasswordMistake, string>> = {
  'too-short': 'must have at least 12 characters',
  'too-long': 'must have at most 128 characters',
  'digits-only': 'must not be digits only',
  'date-like': 'must not look like a date',
  'too-common': 'is one of the most common passwords',
  breached: 'is known from a leak',
};
