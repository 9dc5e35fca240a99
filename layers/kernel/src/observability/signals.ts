/** What security alarms count: the dimension `signal` of the metric `SecuritySignal`, service `security`. */
export const securitySignals = [
  /** Refused requests: 401, 403 (those because of the role are counted twice), 429. */
  'unauthorized',
  'forbidden',
  'role-too-low',
  'rate-limited',
  /** Requests were admitted without a look at their limits: the store failed or was slow. */
  'limits-skipped',
  /** Recorded events. */
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

/** The signals of a refused request. */
export const signalsOf = (status: number, code?: string): readonly SecuritySignal[] => [
  ...(byStatus[status] ? [byStatus[status]] : []),
  ...(code === 'role-too-low' ? (['role-too-low'] as const) : []),
];
