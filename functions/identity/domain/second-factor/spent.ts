import { digest, type RecordWriter, type RefusalOf, recordStore } from '@waybill/kernel';
import { codeSpent } from '../problems.ts';

/** Single-use values that were used. */
export const spent = recordStore<object>('identity', 'spent');

interface Spent {
  readonly spent: RecordWriter<object>;
}

/** Marks it as used for so many seconds; false if it was used before. */
const spend = async ({ spent }: Spent, what: string, seconds: number, now: string): Promise<boolean> => {
  const id = digest(what);
  if (await spent.get(id)) return false;
  await spent.put(id, {}, new Date(Date.parse(now) + seconds * 1000).toISOString());
  return true;
};

/** A code is valid in its own half minute and those beside it. */
const codeLivesSeconds = 120;

/**
 * Uses up a code of an authenticator. A second use gets 401 `code-spent`.
 *
 * @param now ISO-8601
 */
export const spendCode = async (
  access: Spent,
  userId: string,
  code: string,
  now: string,
): Promise<RefusalOf<readonly [typeof codeSpent]> | undefined> =>
  (await spend(access, `totp ${userId} ${code}`, codeLivesSeconds, now)) ? undefined : codeSpent();
