import type { Unit, User } from '@waybill/auth';
import { useOne } from './allowance.ts';
import { mailsAnHour } from './mails-an-hour.ts';
import { userBy } from './user-by.ts';

/** Whoever has that address, as long as they may be sent another mail because somebody asked for it. */
export const addressee = async (unit: Unit, email: string): Promise<User | undefined> => {
  const found = await userBy(unit, 'email', email);
  const spare = (await useOne(unit, `mail:${email}`, mailsAnHour)) === 0;
  return spare ? found : undefined;
};
