import { accounts, secondFactors, sessions, someUsername, type Unit, users } from '@waybill/auth';
import { busyTryAgain, type Platform, Problem, type RecordStore } from '@waybill/kernel';
import { forgetDevices } from './devices.ts';
import { library } from './library.ts';
import { endLinks } from './links.ts';
import type { SignUp } from './sign-ups.ts';

interface Wanted {
  readonly email: string;
  readonly signUp: Pick<SignUp, 'name' | 'username' | 'locale'>;
  readonly passwordHash: string;
}

/**
 * The account of somebody who has proved the address. Should there be an account with the address that nobody has ever
 * proved, it becomes theirs, without anything by which somebody else could get in.
 */
export const createUser = async (platform: Platform, unit: Unit, { email, signUp, passwordHash }: Wanted) => {
  const { internalAdapter } = await (await library(platform)).$context;
  const unproved = await unit.findByUnique(users, 'email', email);
  const displayUsername = await freeUsername(unit, signUp.username, unproved?.id);
  const { name, locale } = signUp;
  const profile = { name, username: displayUsername.toLowerCase(), displayUsername, ...(locale && { locale }) };
  if (unproved) {
    await clear(unit, unproved.id);
    const updatedAt = unit.now().toISOString();
    const user = { ...unproved.data, ...profile, emailVerified: true, twoFactorEnabled: false, updatedAt };
    await unit.put(users, unproved.id, user);
  }
  const made = () =>
    internalAdapter.createUser({ email, ...profile, emailVerified: true }, { method: 'email-password' });
  const userId = unproved?.id ?? (await made()).id;
  await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: passwordHash });
  return { userId, username: displayUsername };
};

const clear = async (unit: Unit, userId: string) => {
  for (const register of [accounts, sessions, secondFactors] as RecordStore[])
    for (const { id } of await unit.findBy(register, 'userId', userId)) await unit.remove(register, id);
  await endLinks(unit, userId);
  await forgetDevices(unit, userId);
};

/**
 * Somebody else may have proved an address with the same wish meanwhile, or a name that we made up may be somebody's.
 * Throws 409 `busy-try-again` when none of them is free.
 */
const freeUsername = async (unit: Unit, wish: string | undefined, own: string | undefined): Promise<string> => {
  for (const name of [...(wish ? [wish] : []), ...Array.from({ length: 5 }, someUsername)]) {
    const holder = await unit.findByUnique(users, 'username', name.toLowerCase());
    if (!holder || holder.id === own) return name;
  }
  throw Problem.of(busyTryAgain());
};
