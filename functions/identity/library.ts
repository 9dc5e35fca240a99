import { type Auth, auth } from '@waybill/auth';
import type { Platform } from '@waybill/kernel';
import { secretOf } from './auth-secret.ts';
import { webUrl } from './web-url.ts';

const made = new WeakMap<Platform, Promise<Auth>>();

/** The library, once for a platform. */
export const library = (platform: Platform): Promise<Auth> => {
  const known = made.get(platform);
  if (known) return known;
  const begun = secretOf(platform).then((secret) => auth({ secret, webUrl: webUrl() }));
  made.set(platform, begun);
  // What could not be made is tried again by the next who asks.
  begun.catch(() => made.delete(platform));
  return begun;
};

/** As the library keeps it. It takes as long as to check one. */
export const hashPassword = async (platform: Platform, password: string): Promise<string> =>
  (await (await library(platform)).$context).password.hash(password);
