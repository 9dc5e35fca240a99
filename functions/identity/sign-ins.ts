import type { Unit } from '@waybill/auth';
import { newId, recordStore } from '@waybill/kernel';

/** One attempt of somebody to sign in, for themselves to look at. */
export interface SignIn {
  readonly userId?: string | undefined;
  readonly at: string;
  readonly outcome: 'SignedIn' | 'Failed';
  readonly how: string;
  readonly ip: string;
  readonly device: string;
  readonly place?: string | undefined;
}

export const signIns = recordStore<SignIn>('identity', 'sign-in-history', { indexed: ['userId'] });
const keptDays = 90;

/** Writes it down for 90 days. Its id sorts by time. */
export const noteSignIn = (unit: Unit, signIn: Omit<SignIn, 'at'>): Promise<void> => {
  const now = unit.now();
  const until = new Date(now.getTime() + keptDays * 86_400_000).toISOString();
  return unit.put(signIns, `${now.toISOString()}-${newId()}`, { ...signIn, at: now.toISOString() }, until);
};
