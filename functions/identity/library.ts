import {
  type Auth,
  accounts,
  auth,
  secondFactors,
  sessions,
  type User,
  unit,
  users,
  verifications,
} from '@waybill/auth';
import type { Platform, Reach } from '@waybill/kernel';
import { PasswordChanged } from '#events/identity';
import { allowances, useOne } from './allowance.ts';
import { knowsAuthSecret, secretOf } from './auth-secret.ts';
import { decoy } from './decoy.ts';
import { forgetDevices, knownDevices } from './devices.ts';
import { endedByPassword } from './ended-by-password.ts';
import { mails, post } from './mail.ts';
import { mailsAnHour } from './mails-an-hour.ts';
import { mailStream, sessionStream, streamOf, userStream } from './streams.ts';
import { webUrl } from './web-url.ts';

/** All that the library may touch, whichever of its functions is called. */
export const libraryReaches: readonly Reach[] = [
  ...[users, sessions, accounts, verifications, secondFactors, mails, knownDevices, allowances].map(
    (register): Reach => ({ to: 'keep', register }),
  ),
  { to: 'append', source: mailStream },
  { to: 'append', source: userStream },
  { to: 'append', source: sessionStream },
  knowsAuthSecret,
];

const made = new WeakMap<Platform, Promise<Auth>>();

/** The library, once for a platform. */
export const library = (platform: Platform): Promise<Auth> => {
  const known = made.get(platform);
  if (known) return known;
  const begun = make(platform);
  made.set(platform, begun);
  // What could not be made is tried again by the next who asks.
  begun.catch(() => made.delete(platform));
  return begun;
};

const make = async (platform: Platform) => {
  const secret = await secretOf(platform);
  const mail = (user: User, purpose: Parameters<typeof post>[1]['purpose'], token?: string) =>
    post(unit(), { purpose, to: user.email, name: user.name, token }, platform);
  /** Who is new gets a mail; what others can have sent to somebody, over and over, is little. */
  const mailOnce = async (user: User, purpose: Parameters<typeof post>[1]['purpose'], token?: string) => {
    const isNew = (await unit().entry(users, user.id))?.version === 0;
    const spare = isNew || (await useOne(unit(), `mail-again:${user.email}`, mailsAnHour)) === 0;
    await (spare ? mail(user, purpose, token) : decoy(unit(), platform));
  };
  return auth({
    secret,
    webUrl: webUrl(),
    verify: (user, token) => mailOnce(user, 'verification', token),
    again: (user) => mailOnce(user, 'sign-up-again'),
    afterReset: async (user) => {
      await forgetDevices(unit(), user.id);
      await endedByPassword(unit(), user.id);
      unit().tell(streamOf('user', user.id), PasswordChanged({ how: 'reset' }), user.id);
    },
  });
};
