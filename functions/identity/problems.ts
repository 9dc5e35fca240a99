import { invalidInput, notFound, problem, roles, taken, z } from '@waybill/kernel';
import { OrgType } from '#events/organizations';

/** The problems that only identity has. */

const role = z.enum(roles);
const most = { most: z.int().describe('How many there may be.') };
const orgType = { orgType: z.string().describe('The type of the organization in question.') };
const expiresAt = { expiresAt: z.iso.datetime().describe('The end that was asked for.') };

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
export const linkNotValid = problem('link-not-valid', 410, 'The link opens nothing (any more). Request a new one.');
export const linkExpired = problem('link-expired', 410, 'The link is too old. Request a new one.');
export const linkUsed = problem('link-used', 410, 'The address is verified already. Sign in.');
export const unfitPassword = problem(
  'invalid-input',
  400,
  'A field is not as documented, or the new password does not do: then `mistake` says why.',
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
export const emailNotVerified = problem('email-not-verified', 403, 'Verify the e-mail address of the account first.');
export const emulatingNow = problem(
  'emulating',
  409,
  'The session looks at a customer’s organization. Stop that before acting as a user.',
);
export const emulatingAlready = problem('emulating-already', 409, 'The session looks at an organization already.');
export const notEmulating = problem('not-emulating', 409, 'The session looks at no other organization.');
export const noConsent = problem('no-consent', 403, 'The organization has not consented, or its consent has ended.');
export const notImpersonating = problem('not-impersonating', 409, 'The session does not act as another user.');
export const notAsOneself = problem('not-as-oneself', 403, 'Nobody acts as themselves.');
export const notAsAnAdmin = problem(
  'not-as-an-admin',
  403,
  'Nobody acts as a member of an organization of type `Admin`.',
);
export const userNotFound = notFound('user');

// Second factor.
export const secondFactorNotEnrolled = problem('second-factor-not-enrolled', 409, 'The account has no second factor.');
export const secondFactorEnabledAlready = problem(
  'second-factor-enabled-already',
  409,
  'The account has a second factor already. Remove it first.',
);
export const secondFactorRequired = problem(
  'second-factor-required',
  403,
  'This needs an account with a second factor. Enable one first.',
);

// Organizations and their members.
export const organizationNotFound = notFound('organization');
export const orgTypeNotAllowed = problem(
  'org-type-not-allowed',
  403,
  'Organizations of this type do not do this, or it cannot be done to them.',
  orgType,
);
export const typeNotAllowed = problem(
  'type-not-allowed',
  403,
  'Organizations of this type are created by an owner of an organization of type `Admin`, while working for it.',
  { orgType: OrgType.describe('The type that was asked for.') },
);
export const slugTaken = taken('slug');
export const memberNotFound = problem('member-not-found', 404, 'No member of the organization has this user id.');
export const alreadyMember = problem('already-member', 409, 'The person is a member of the organization already.');
export const tooManyMembers = problem(
  'too-many-members',
  409,
  'The organization has as many members as it may have.',
  most,
);
export const lastOwner = problem(
  'last-owner',
  409,
  'The organization would have no owner. Make another member an owner first.',
);
export const roleNotYoursToGive = problem(
  'role-not-yours-to-give',
  403,
  'Members are invited to roles below the caller’s own, and officers change such roles only.',
  { role: role.optional().describe('The caller’s role.') },
);

// Invitations.
export const invitationNotFound = notFound('invitation');
export const invitationExpired = problem('invitation-expired', 409, 'The invitation has expired. Ask for another one.');
export const invitationNotPending = problem(
  'invitation-not-pending',
  409,
  'The invitation was accepted, declined or cancelled.',
  { current: z.enum(['Accepted', 'Declined', 'Cancelled']).describe('The invitation’s status.') },
);
export const invitationPending = problem('invitation-pending', 409, 'The address has a pending invitation already.');
export const tooManyInvitations = problem(
  'too-many-invitations',
  409,
  'The organization has as many pending invitations as it may have. Cancel some first.',
  most,
);

// API keys.
export const apiKeyNotFound = notFound('api-key');
export const apiKeyRevoked = problem('api-key-revoked', 409, 'The key is revoked, which is final.');
export const apiKeyExpired = problem('api-key-expired', 409, 'The key has expired. Create a new one.', {
  expiresAt: z.iso.datetime().describe('When it expired.'),
});
export const tooManyApiKeys = problem(
  'too-many-api-keys',
  409,
  'The caller knows the secrets of as many valid keys as a member may. Revoke some first.',
  most,
);
export const roleTooHigh = problem('role-too-high', 403, 'The key may do more than the caller.', {
  role: role.describe('The role of the key.'),
  most: role.describe('The highest role that the caller may give to a key.'),
});
export const notByAKey = problem('not-by-a-key', 403, 'API keys create and rotate no keys. A member does that.');
export const expiresInThePast = problem('expires-in-the-past', 400, 'The end lies in the past.', expiresAt);

// Consents.
export const expiresTooLate = problem('expires-too-late', 400, 'The end lies too far in the future.', {
  days: z.int().describe('For how many days at most.'),
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
