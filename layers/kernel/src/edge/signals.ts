/** What security alarms count: each is a time series of its own, `SecuritySignal` of the service `security`. */
export const securitySignals = [
  /** Requests that were refused: 401, 403, 403 for a role that is too low (counted as 403, too), and 429. */
  'unauthorized',
  'forbidden',
  'role-too-low',
  'rate-limited',
  /** Events that were recorded. */
  'sign-in-failed',
  'impersonation-started',
  'staff-key-created',
  'staff-organization-created',
] as const;

export type SecuritySignal = (typeof securitySignals)[number];

const byStatus: Readonly<Record<number, SecuritySignal>> = {
  401: 'unauthorized',
  403: 'forbidden',
  429: 'rate-limited',
};

/** What a refused request counts as. */
export const signalsOf = (status: number, code?: string): readonly SecuritySignal[] => [
  ...(byStatus[status] ? [byStatus[status]] : []),
  ...(code === 'role-too-low' ? (['role-too-low'] as const) : []),
];
