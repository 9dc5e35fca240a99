import { budgetUses, Problem, type Reach, reserve, tooMany, tooManyAttempts } from '@waybill/kernel';
import type { PersonRequest } from './as-person.ts';
import { guesses } from './budgets.ts';

export const tryPasswordReaches: readonly Reach[] = [{ to: 'count', pad: budgetUses }];
/** What it answers beside what is tried. */
export const tryPasswordRefuses = [tooManyAttempts] as const;

/**
 * Whoever has found an open session must not find out the password by it, nor a code: failures are counted for the
 * session. Throws 429 when there were too many.
 */
export const tryPassword = async <T>(
  { platform, person: { session } }: Pick<PersonRequest<unknown>, 'platform' | 'person'>,
  work: () => Promise<T>,
): Promise<T> => {
  const attempt = await reserve(platform, [{ budget: guesses, key: `session ${session.id}` }]);
  if (!attempt.granted) throw tooMany(attempt);
  try {
    const result = await work();
    await attempt.settle('succeeded');
    return result;
  } catch (error) {
    const failed = error instanceof Problem && (error.status === 401 || error.status === 403);
    await attempt.settle(failed ? 'failed' : 'succeeded');
    throw error;
  }
};
