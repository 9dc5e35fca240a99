import type { SecuritySignal } from '@waybill/kernel';

interface SecurityAlarm {
  readonly name: string;
  /** The threshold: the count in five minutes must be above it. */
  readonly threshold: number;
  /** What to do first. */
  readonly first: string;
}

const askAudit =
  'GET /audit of the staff organization has the actor (by, impersonatedBy) and the request (correlation)';

/** One alarm for each signal. The thresholds of bursts suit a business of about a hundred people. */
export const securityAlarms: Readonly<Record<SecuritySignal, SecurityAlarm>> = {
  'staff-key-created': {
    name: 'StaffKeyCreated',
    threshold: 0,
    first: `${askAudit}; ask that user whether they created a key, and revoke it with DELETE /api-keys/{apiKeyId} if not.`,
  },
  'staff-organization-created': {
    name: 'StaffOrganizationCreated',
    threshold: 0,
    first: `${askAudit}; staff organizations are created for a reason that other staff know. If there is none, remove its members.`,
  },
  'impersonation-started': {
    name: 'ImpersonationStarted',
    threshold: 0,
    first: `${askAudit}; the impersonated user must have asked for it. If not, remove the impersonator from the organization.`,
  },
  'sign-in-failed': {
    name: 'SignInFailures',
    threshold: 50,
    first:
      "find the sources with most lines 'answered' of POST /auth/sign-in and status 401; one source guesses passwords, many sources use a list of stolen ones.",
  },
  unauthorized: {
    name: 'UnauthorizedBurst',
    threshold: 500,
    first:
      "compare the sources of the lines 'refused' of the authorizer; one client, after its key was rotated, is a mistake; many unknown sources are an attack.",
  },
  forbidden: {
    name: 'ForbiddenBurst',
    threshold: 200,
    first:
      'find in the access log which caller (by) received 403 most often, and for which resources; ask that user, or revoke the key.',
  },
  'role-too-low': {
    name: 'RoleTooLowBurst',
    threshold: 50,
    first:
      'find in the access log which caller (by) received 403 for many resources: that caller probes for access. Many callers at once are a new version of a client.',
  },
  'rate-limited': {
    name: 'RateLimitedBurst',
    threshold: 200,
    first:
      "find the source of the lines 'answered' with status 429; one source is a client in a loop or guesses credentials; the limits keep blocking it.",
  },
  'limits-skipped': {
    name: 'LimitsSkipped',
    threshold: 20,
    first:
      "requests are admitted without rate limits: see the lines 'limits skipped'. 'slow' is a throttled or slow table; 'failed' names the error, after a deployment often a missing permission.",
  },
};
