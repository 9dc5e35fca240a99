import { within } from '@waybill/auth';
import { Problem, type Reach } from '@waybill/kernel';
import type { PersonRequest } from './as-person.ts';
import { knownDevices } from './devices.ts';
import { attemptOf, attempts, ceilings, succeeded, tryOnce } from './throttle.ts';

export const tryPasswordReaches: readonly Reach[] = [
  { to: 'keep', register: attempts },
  { to: 'keep', register: ceilings },
  { to: 'consult', register: knownDevices },
];

/**
 * Whoever has found an open session must not find out the password by it: counts a try, and throws 429 when there were too
 * many. What is answered lets them off, for the password was right.
 */
export const tryPassword = async ({
  platform,
  unit,
  correlation,
  person: { user, session },
}: Pick<PersonRequest<unknown>, 'platform' | 'unit' | 'correlation' | 'person'>): Promise<() => Promise<void>> => {
  const attempt = attemptOf(`password of ${user.id}`, session.id);
  const wait = await within(platform, { by: user.id, correlation }, (counting) => tryOnce(counting, attempt));
  if (wait) throw new Problem(429, 'too-many-attempts', { retryAfter: wait }, { 'retry-after': String(wait) });
  return () => succeeded(unit, attempt);
};
