import { accounts, type Unit, type User, users } from '@waybill/auth';
import { newId, type Records } from '@waybill/kernel';

/** Who has that address or username; it takes as many reads to find that nobody does. */
export const userBy = async (
  unit: Pick<Records, 'findByUnique' | 'get'>,
  field: 'email' | 'username',
  value: string,
): Promise<User | undefined> => {
  const found = await unit.findByUnique(users, field, value);
  if (!found) await unit.get(users, newId());
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
  if (!user) await unit.findBy(accounts, 'userId', newId());
  return user;
};
