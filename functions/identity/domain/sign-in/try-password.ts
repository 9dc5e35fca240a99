import type { Person } from '@waybill/auth';
import { type AccessOf, budgets, declares, isRefusal, type Refusal, tooMany, tooManyAttempts } from '@waybill/kernel';
import { guesses } from '../budgets.ts';

export const tryPasswordNeeds = declares({ uses: { budgets } });
/** Its refusals, in addition to those of the attempt. */
export const tryPasswordRefuses = [tooManyAttempts] as const;

/**
 * Counts failures for the session, so that an open session cannot be used to guess the password or a code: 429 after
 * too many.
 */
export const tryPassword = async <T>(
  { budgets }: AccessOf<typeof tryPasswordNeeds>,
  { session }: Person,
  work: () => Promise<T | Refusal>,
): Promise<T | Refusal> => {
  const attempt = await budgets([{ budget: guesses, key: `session ${session.id}` }]);
  if (!attempt.granted) return tooMany(attempt);
  try {
    const result = await work();
    await attempt.settle(isRefusal(result) && [401, 403].includes(result.status) ? 'failed' : 'succeeded');
    return result;
  } catch (error) {
    await attempt.settle('succeeded');
    throw error;
  }
};
