import { accounts, type Unit, type User, users } from '@waybill/auth';
import { newId, type Registers } from '@waybill/kernel';

/** Who has that address or username; it takes as many reads to find that nobody does. */
export const userBy = async (
  unit: Pick<Registers, 'holding' | 'entry'>,
  field: 'email' | 'username',
  value: string,
): Promise<User | undefined> => {
  const found = await unit.holding(users, field, value);
  if (!found) await unit.entry(users, newId());
  return found?.data;
};

/** Who has proved that address. One that nobody has proved is nobody's. */
export const provedUserBy = async (unit: Unit, email: string): Promise<User | undefined> => {
  const user = await userBy(unit, 'email', email);
  return user?.emailVerified ? user : undefined;
};

/** The same for whoever is to be let in: the library reads the account of somebody who is known. */
export const userWithAccount = async (unit: Unit, field: 'email' | 'username', value: string) => {
  const user = await userBy(unit, field, value);
  if (!user) await unit.under(accounts, 'userId', newId());
  return user;
};
