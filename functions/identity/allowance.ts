import type { Unit } from '@waybill/auth';
import { register } from '@waybill/kernel';

interface Used {
  readonly count: number;
  readonly since: string;
}

export const allowances = register<Used>('identity', 'allowance');

/** Uses one of so many within so many seconds. Answers how long there are none left: 0, it was used. */
export const useOne = async (
  unit: Unit,
  what: string,
  { most, seconds }: { readonly most: number; readonly seconds: number },
): Promise<number> => {
  const now = unit.now().getTime();
  const kept = (await unit.entry(allowances, what))?.data ?? { count: 0, since: new Date(now).toISOString() };
  const until = Date.parse(kept.since) + seconds * 1000;
  if (kept.count >= most) return Math.ceil((until - now) / 1000);
  await unit.put(allowances, what, { ...kept, count: kept.count + 1 }, new Date(until).toISOString());
  return 0;
};
