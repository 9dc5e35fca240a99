import { accounts, libraryNeeds, secondFactors, sessions, someUsername, users } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { type AccessOf, busyTryAgain, declares, type RefusalOf } from '@waybill/kernel';
import { endLinks, endLinksNeeds } from '../links/links.ts';
import { forgetDevices, knownDevices } from '../sign-in/devices.ts';
import type { SignUp } from './sign-ups.ts';

export const createUserNeeds = declares({
  reads: libraryNeeds.reads,
  writes: { users, accounts, sessions, secondFactors, knownDevices, ...endLinksNeeds.writes },
});
type Access = AccessOf<typeof createUserNeeds>;

interface Wanted {
  readonly email: string;
  readonly signUp: Pick<SignUp, 'name' | 'username' | 'locale'>;
  readonly passwordHash: string;
  readonly now: string;
}

interface Created {
  readonly userId: string;
  readonly username: string;
}

/**
 * Creates the account of a user who has verified the address. An existing account that was never verified is taken
 * over, and all its credentials are removed.
 */
export const createUser = async (
  access: Access,
  { email, signUp, passwordHash, now }: Wanted,
): Promise<Created | RefusalOf<readonly [typeof busyTryAgain]>> => {
  const { internalAdapter } = await (await library(access)).$context;
  const unverified = await access.users.findByUnique('email', email);
  const displayUsername = await freeUsername(access, signUp.username, unverified?.id);
  if (!displayUsername) return busyTryAgain();
  const { name, locale } = signUp;
  const profile = { name, username: displayUsername.toLowerCase(), displayUsername, ...(locale && { locale }) };
  if (unverified) {
    await clear(access, unverified.id);
    const user = { ...unverified.data, ...profile, emailVerified: true, twoFactorEnabled: false, updatedAt: now };
    await access.users.put(unverified.id, user);
  }
  const made = () =>
    internalAdapter.createUser({ email, ...profile, emailVerified: true }, { method: 'email-password' });
  const userId = unverified?.id ?? (await made()).id;
  await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: passwordHash });
  return { userId, username: displayUsername };
};

const clear = async (access: Access, userId: string) => {
  const { accounts, sessions, secondFactors } = access;
  for (const { id } of await accounts.findBy('userId', userId)) await accounts.delete(id);
  for (const { id } of await sessions.findBy('userId', userId)) await sessions.delete(id);
  for (const { id } of await secondFactors.findBy('userId', userId)) await secondFactors.delete(id);
  await endLinks(access, userId);
  await forgetDevices(access, userId);
};

/** The requested username, or a random one if it is taken. `undefined` if none of a few candidates is free. */
const freeUsername = async (
  { users }: Pick<Access, 'users'>,
  wish: string | undefined,
  own: string | undefined,
): Promise<string | undefined> => {
  for (const name of [...(wish ? [wish] : []), ...Array.from({ length: 5 }, someUsername)]) {
    const holder = await users.findByUnique('username', name.toLowerCase());
    if (!holder || holder.id === own) return name;
  }
  return undefined;
};
