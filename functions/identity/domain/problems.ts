import { invalidInput, notFound, problem, taken, z } from '@waybill/kernel';

/** The problems that only this context has. */

// Signing in.
export const wrongCredentials = problem(
  'wrong-credentials',
  401,
  'There is no account with this name and password, or its address is not verified.',
);
export const wrongPassword = problem('wrong-password', 403, 'This is not the password of the account.');
export const wrongCode = problem('wrong-code', 401, 'The code of the authenticator, or the backup code, is wrong.');
export const codeSpent = problem(
  'code-spent',
  401,
  'The code of the authenticator was used before. Wait for the next one.',
);
export const challengeNotValid = problem(
  'challenge-not-valid',
  410,
  'The challenge has ended: it was used, is too old, or had too many wrong codes. Sign in again.',
);
export const linkNotValid = problem(
  'link-not-valid',
  410,
  'The link is not valid, or not valid any more. Request a new one.',
);
export const linkExpired = problem('link-expired', 410, 'The link is too old. Request a new one.');
export const linkUsed = problem('link-used', 410, 'The address is verified already. Sign in.');
export const unfitPassword = problem(
  'invalid-input',
  400,
  'The new password is missing or not acceptable: `mistake` has the reason.',
  {
    ...invalidInput.reasons,
    mistake: z
      .enum(['too-short', 'too-long', 'digits-only', 'date-like', 'too-common', 'breached', 'needed'])
      .optional()
      .describe('What is wrong with the new password; `needed` where none was sent and one must be.'),
  },
);
export const usernameTaken = taken('username');

// Sessions, and who uses them.
export const sessionNotFound = notFound('session');
export const emulatingNow = problem(
  'emulating',
  409,
  'The session emulates another organization. Stop that before acting as a user.',
);
export const emulatingAlready = problem('emulating-already', 409, 'The session emulates an organization already.');
export const notEmulating = problem('not-emulating', 409, 'The session does not emulate an organization.');
export const noConsent = problem('no-consent', 403, 'The organization has not consented, or its consent has ended.');
export const notImpersonating = problem('not-impersonating', 409, 'The session does not act as another user.');
export const notAsOneself = problem('not-as-oneself', 403, 'A user cannot act as themselves.');
export const notAsAnAdmin = problem(
  'not-as-an-admin',
  403,
  'A member of an organization of type `Admin` cannot be impersonated.',
);
export const userNotFound = notFound('user');

// Second factor.
export const secondFactorNotEnrolled = problem('second-factor-not-enrolled', 409, 'The account has no second factor.');
export const secondFactorEnabledAlready = problem(
  'second-factor-enabled-already',
  409,
  'The account has a second factor already. Remove it first.',
);

// Organizations.
export const organizationNotFound = notFound('organization');

// Consents.
export const expiresTooLate = problem('expires-too-late', 400, 'The end is too far in the future.', {
  days: z.int().describe('The maximum in days.'),
});
export const consentActive = problem('consent-active', 409, 'The organization has a consent that has not ended.', {
  until: z.iso.datetime().describe('When it ends.'),
});
export const consentEnded = problem('consent-ended', 409, 'The consent has ended.');
export const emulationConsentNotFound = problem(
  'emulation-consent-not-found',
  404,
  'This organization never had a consent.',
);
