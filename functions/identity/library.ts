import { type Auth, auth, type User, unit, users } from '@waybill/auth';
import type { Platform } from '@waybill/kernel';
import { PasswordChanged } from '#events/identity';
import { useOne } from './allowance.ts';
import { secretOf } from './auth-secret.ts';
import { decoy } from './decoy.ts';
import { forgetDevices } from './devices.ts';
import { endedByPassword } from './ended-by-password.ts';
import { post } from './mail.ts';
import { mailsAnHour } from './mails-an-hour.ts';
import { streamOf } from './streams.ts';
import { webUrl } from './web-url.ts';

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
