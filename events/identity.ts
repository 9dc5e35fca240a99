import { event, personal, z } from '@waybill/kernel';

/**
 * What is told of people, organisations and machines: facts for others and for the audit. Never a secret, a token or a
 * link; names, addresses and what tells devices apart stay in the house.
 */

export const orgTypes = ['Customer', 'Admin', 'Support', 'Affiliate', 'ThirdParty'] as const;
export const OrgType = z.enum(orgTypes).meta({ id: 'OrgType', description: 'What kind of organization it is.' });
export type OrgType = z.infer<typeof OrgType>;

/** Low to high. */
export const memberRoles = ['auditor', 'agent', 'officer', 'owner'] as const;
export const MemberRole = z
  .enum(memberRoles)
  .meta({ id: 'Role', description: 'What a member or an API key may do, from low to high.' });
export type MemberRole = z.infer<typeof MemberRole>;

const id = z.string();
const moment = z.iso.datetime();
/** Where somebody was when they did it: an address and a browser. */
const whereabouts = { ip: personal(z.string().optional()), device: personal(z.string().optional()) };

// People: streams of no organisation.
export const UserSignedUp = event('UserSignedUp', {
  email: personal(z.string()),
  username: personal(z.string()),
});
export const EmailVerified = event('EmailVerified', {});
export const ProfileChanged = event('ProfileChanged', { fields: z.array(z.string()) });
export const PasswordChanged = event('PasswordChanged', { how: z.enum(['change', 'reset']) });
export const SecondFactorEnabled = event('SecondFactorEnabled', {});
export const SecondFactorDisabled = event('SecondFactorDisabled', {});
export const BackupCodesRenewed = event('BackupCodesRenewed', {});

// A session, from its beginning to its end.
export const SignedIn = event('SignedIn', {
  userId: id,
  how: z.enum(['password', 'totp', 'backup-code', 'verification', 'link']),
  ...whereabouts,
});
export const SignedOut = event('SignedOut', { userId: id });
export const SessionRevoked = event('SessionRevoked', {
  userId: id,
  why: z.enum(['by-user', 'password', 'fingerprint', 'second-factor']),
});
/** Without a user: nobody is known by that name. */
export const SignInFailed = event('SignInFailed', {
  userId: id.optional(),
  why: z.enum(['credentials', 'second-factor', 'unverified']),
  ...whereabouts,
});

/** A mail waits to be sent. */
export const MailRequested = event('MailRequested', { purpose: z.string() });

/** Valid keys whose secret a member knows, because she made or rotated them last, when she leaves or gets a lower role. */
const apiKeysMade = z.array(id);

// Organisations, and who belongs to them.
export const OrganizationCreated = event('OrganizationCreated', { name: z.string(), slug: z.string(), type: OrgType });
export const OrganizationRenamed = event('OrganizationRenamed', { name: z.string() });
export const MemberJoined = event('MemberJoined', { userId: id, role: MemberRole, invitationId: id.optional() });
export const MemberRoleChanged = event('MemberRoleChanged', {
  userId: id,
  from: MemberRole,
  to: MemberRole,
  apiKeysMade: apiKeysMade.optional(),
});
export const MemberRemoved = event('MemberRemoved', {
  userId: id,
  why: z.enum(['removed', 'left']),
  apiKeysMade: apiKeysMade.optional(),
});
/** Another organisation, of a type for staff or partners, was founded by an owner of this one. */
export const StaffOrganizationFounded = event('StaffOrganizationFounded', { organizationId: id, type: OrgType });
export const InvitationSent = event('InvitationSent', {
  invitationId: id,
  email: personal(z.string()),
  /** How the inviter calls them. */
  name: personal(z.string().optional()),
  role: MemberRole,
  expiresAt: moment,
});
export const InvitationResent = event('InvitationResent', { invitationId: id, expiresAt: moment });
export const InvitationCancelled = event('InvitationCancelled', { invitationId: id });
/** Pending invitations that whoever sent them last could not send any more: she left or got a lower role, or the key was revoked. */
export const InvitationsCancelled = event('InvitationsCancelled', { invitationIds: z.array(id), sentBy: id });
export const InvitationAccepted = event('InvitationAccepted', { invitationId: id, userId: id });
export const InvitationDeclined = event('InvitationDeclined', { invitationId: id });
/** Its time has been up for a while, and nobody answered. */
export const InvitationLapsed = event('InvitationLapsed', { invitationId: id });

// Machines. A hash is no secret, and yet nobody else's business.
export const ApiKeyCreated = event('ApiKeyCreated', {
  name: z.string(),
  role: MemberRole,
  prefix: z.string(),
  hash: personal(z.string()),
  paths: z.array(z.string()).optional(),
  expiresAt: moment.optional(),
  /** Of the organisation it belongs to. */
  orgType: OrgType.optional(),
});
export const ApiKeyRotated = event('ApiKeyRotated', {
  prefix: z.string(),
  hash: personal(z.string()),
  /** Until when the one before is good. */
  oldUntil: moment,
  /** Absent in events from before keys had to expire: the expiry stays as it was. */
  expiresAt: moment.optional(),
});
/** A key expires in that many days: told 30 and 7 days before. */
export const ApiKeyExpiring = event('ApiKeyExpiring', { expiresAt: moment, days: z.int() });
export const ApiKeyRevoked = event('ApiKeyRevoked', {});

// Staff.
/** By whom or by what an impersonation ended: by hand, by the end of either session, by its hour, or by a re-check. */
export const impersonationEnds = [
  'stopped',
  'signed-out',
  'session-revoked',
  'time-is-up',
  'impersonator-signed-out',
  'impersonator-not-an-owner',
  'impersonator-without-second-factor',
] as const;
export type ImpersonationEnd = (typeof impersonationEnds)[number];
/** An organisation lets another, one of the staff, look at it. */
export const EmulationConsentGranted = event('EmulationConsentGranted', { toOrgId: id, expiresAt: moment });
export const EmulationConsentRevoked = event('EmulationConsentRevoked', {});
export const EmulationConsentEnded = event('EmulationConsentEnded', {});
/** Told in the organisation that is looked at. */
export const EmulationStarted = event('EmulationStarted', { userId: id, fromOrgId: id, sessionId: id });
export const EmulationStopped = event('EmulationStopped', { userId: id, sessionId: id });
/** Told in the staff's organisation. */
export const ImpersonationStarted = event('ImpersonationStarted', { userId: id, sessionId: id, until: moment });
export const ImpersonationStopped = event('ImpersonationStopped', {
  userId: id,
  sessionId: id,
  /** Absent in older events. */
  why: z.enum(impersonationEnds).optional(),
});

/** The house signs with a new key from a moment on. */
export const SigningKeyAdded = event('SigningKeyAdded', { kid: z.string(), from: moment });
