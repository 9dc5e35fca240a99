import { event, personal, recordStore, z } from '@waybill/kernel';

/**
 * Events of the identity context about users, sessions and impersonation, for other contexts and for the audit. They
 * never contain a secret, a token or a link. Names, addresses and device data are personal, so they are not published.
 */

const id = z.string();
const moment = z.iso.datetime();
/** The origin of a request: IP address and browser. */
const whereabouts = { ip: personal(z.string().optional()), device: personal(z.string().optional()) };

// Users: streams without an organization.
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
/** Without a user, there is no account with that name. */
export const SignInFailed = event('SignInFailed', {
  userId: id.optional(),
  why: z.enum(['credentials', 'second-factor', 'unverified']),
  ...whereabouts,
});

/** A mail is ready to be sent. */
export const MailRequested = event('MailRequested', { purpose: z.string() });

// Impersonation by staff.
/** What ended an impersonation: the impersonator, the end of either session, its time limit, or a check that failed. */
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
/** An organization allows a staff organization to read its data. */
export const EmulationConsentGranted = event('EmulationConsentGranted', { toOrgId: id, expiresAt: moment });
export const EmulationConsentRevoked = event('EmulationConsentRevoked', {});
export const EmulationConsentEnded = event('EmulationConsentEnded', {});
/** In a stream of the organization that is read. */
export const EmulationStarted = event('EmulationStarted', { userId: id, fromOrgId: id, sessionId: id });
export const EmulationStopped = event('EmulationStopped', { userId: id, sessionId: id });
/** In a stream of the staff's organization. */
export const ImpersonationStarted = event('ImpersonationStarted', { userId: id, sessionId: id, until: moment });
export const ImpersonationStopped = event('ImpersonationStopped', {
  userId: id,
  sessionId: id,
  /** Absent in older events. */
  why: z.enum(impersonationEnds).optional(),
});

/** Tokens are signed with a new key from a given time on. */
export const SigningKeyAdded = event('SigningKeyAdded', { kid: z.string(), from: moment });

/** The impersonator behind a session that acts as another user, by the id of that session. */
export interface Impersonation {
  readonly orgId: string;
  readonly by: string;
  readonly userId: string;
  /** The impersonator's own session: when it ends, the impersonation ends too. */
  readonly sessionId: string;
  readonly until: string;
}

export const impersonations = recordStore<Impersonation>('identity', 'impersonation', { indexed: ['sessionId'] });
