import type { Unit } from '@waybill/auth';
import { digest, Problem, recordStore } from '@waybill/kernel';
import { codeSpent } from './problems.ts';

/** What opens something once, and has. */
export const spent = recordStore<object>('identity', 'spent');

/** Spends it; false if it was spent before. It is remembered for so many seconds. */
export const spend = async (unit: Unit, what: string, seconds: number): Promise<boolean> => {
  const id = digest(what);
  if (await unit.get(spent, id)) return false;
  await unit.put(spent, id, {}, new Date(unit.now().getTime() + seconds * 1000).toISOString());
  return true;
};

/** A code is good for its own half minute and those beside it. */
const codeLivesSeconds = 120;

/** A code that somebody looked at over a shoulder is worth nothing any more: throws 401 `code-spent`. */
export const spendCode = async (unit: Unit, userId: string, code: string): Promise<void> => {
  if (!(await spend(unit, `totp ${userId} ${code}`, codeLivesSeconds))) throw Problem.of(codeSpent());
};
