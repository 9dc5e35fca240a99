import { notFound, problem, roles, taken, z } from '@waybill/kernel';
import { OrgType } from '#events/organizations';

/** The problems that only this context has. */

const role = z.enum(roles);
const most = { most: z.int().describe('The maximum number.') };

// Organizations and their members.
export const organizationNotFound = notFound('organization');
export const typeNotAllowed = problem(
  'type-not-allowed',
  403,
  'Organizations of this type are created by an owner of an organization of type `Admin`, while it is active in the session.',
  { orgType: OrgType.describe('The requested type.') },
);
export const slugTaken = taken('slug');
export const memberNotFound = problem('member-not-found', 404, 'No member of the organization has this user id.');
export const alreadyMember = problem('already-member', 409, 'The person is a member of the organization already.');
export const tooManyMembers = problem(
  'too-many-members',
  409,
  'The organization has the maximum number of members.',
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
export const emailNotVerified = problem('email-not-verified', 403, 'Verify the e-mail address of the account first.');
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
  'The organization has the maximum number of pending invitations. Cancel some first.',
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
  'The caller knows the secrets of the maximum number of valid keys. Revoke some first.',
  most,
);
export const roleTooHigh = problem('role-too-high', 403, 'The role of the key is higher than the caller’s.', {
  role: role.describe('The role of the key.'),
  most: role.describe('The highest role that the caller may give to a key.'),
});
export const trustNotYoursToGive = problem(
  'trust-not-yours-to-give',
  403,
  'Only an owner of an organization of type `Admin` may create, rotate or revoke a trusted key.',
);
export const notByAKey = problem('not-by-a-key', 403, 'API keys cannot create or rotate keys. Only members can.');
