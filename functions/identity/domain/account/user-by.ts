import type { User } from '@waybill/auth';
import { newId, type RecordReader } from '@waybill/kernel';

interface Users {
  readonly users: RecordReader<User>;
}

/** The user with that address or username. An unknown one takes the same number of reads. */
export const userBy = async (
  { users }: Users,
  field: 'email' | 'username',
  value: string,
): Promise<User | undefined> => {
  const found = await users.findByUnique(field, value);
  if (!found) await users.get(newId());
  return found?.data;
};

/** The user who has verified that address. An account whose address is not verified is ignored. */
export const verifiedUserBy = async (access: Users, email: string): Promise<User | undefined> => {
  const user = await userBy(access, 'email', email);
  return user?.emailVerified ? user : undefined;
};

/**
 * The same for a sign-in. The library reads the account of a known user, so an equal read is made for an unknown one.
 */
export const userWithAccount = async (
  access: Users & { readonly accounts: RecordReader<any> },
  field: 'email' | 'username',
  value: string,
): Promise<User | undefined> => {
  const user = await userBy(access, field, value);
  if (!user) await access.accounts.findBy('userId', newId());
  return user;
};
