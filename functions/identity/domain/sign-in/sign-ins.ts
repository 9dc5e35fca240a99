import { newId, type RecordWriter, recordStore } from '@waybill/kernel';

/** Attempts to sign in to an account. Its user can list them. */
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
const keptMs = 90 * 86_400_000;

/**
 * Records an attempt for 90 days, under an id that sorts by time.
 *
 * @param now ISO-8601
 */
export const noteSignIn = (
  { signIns }: { readonly signIns: RecordWriter<SignIn> },
  signIn: Omit<SignIn, 'at'>,
  now: string,
): Promise<void> => {
  const until = new Date(Date.parse(now) + keptMs).toISOString();
  return signIns.put(`${now}-${newId()}`, { ...signIn, at: now }, until);
};
