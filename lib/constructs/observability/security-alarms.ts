import type { SecuritySignal } from '@waybill/kernel';

interface SecurityAlarm {
  readonly name: string;
  /** The threshold: the count in five minutes must be above it. */
  readonly threshold: number;
  /** What to do first. */
  readonly first: string;
}

const askAudit = 'GET /audit of the staff organization says who (by, impersonatedBy) and under which correlation';

/** One alarm for each signal. The thresholds of bursts suit a business of about a hundred people. */
export const securityAlarms: Readonly<Record<SecuritySignal, SecurityAlarm>> = {
  'staff-key-created': {
    name: 'StaffKeyCreated',
    threshold: 0,
    first: `${askAudit}; ask them whether they made a key, and revoke it with DELETE /api-keys/{apiKeyId} if not.`,
  },
  'staff-organization-created': {
    name: 'StaffOrganizationCreated',
    threshold: 0,
    first: `${askAudit}; nobody founds staff organizations but for a reason that others know. If there is none, remove its members.`,
  },
  'impersonation-started': {
    name: 'ImpersonationStarted',
    threshold: 0,
    first: `${askAudit}; there must be a request of the person that it was for. If not, remove the impersonator from the organization.`,
  },
  'sign-in-failed': {
    name: 'SignInFailures',
    threshold: 50,
    first:
      "find the sources with most lines 'answered' of POST /auth/sign-in and status 401; one source is a guesser, many are a list of stolen passwords.",
  },
  unauthorized: {
    name: 'UnauthorizedBurst',
    threshold: 500,
    first:
      "compare the sources of the lines 'refused' of the authorizer; one client after its key was rotated is a mistake, many unknown sources are an attack.",
  },
  forbidden: {
    name: 'ForbiddenBurst',
    threshold: 200,
    first:
      'find in the access log who (by) was answered 403 most, and for which resources; ask them, or revoke their key.',
  },
  'role-too-low': {
    name: 'RoleTooLowBurst',
    threshold: 50,
    first:
      'find in the access log who (by) was answered 403 over many resources: somebody tries doors. A new version of a client shows as many people at once.',
  },
  'rate-limited': {
    name: 'RateLimitedBurst',
    threshold: 200,
    first:
      "find the source of the lines 'answered' with status 429; from one source it is a guesser or a client in a loop, and budgets hold it off.",
  },
};
