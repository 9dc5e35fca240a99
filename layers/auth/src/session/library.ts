import type { AccessOf } from '@waybill/kernel';
import { type Auth, auth } from '../auth.ts';
import type { libraryNeeds } from './library-needs.ts';
import { webUrl } from './web-url.ts';

let made: { readonly secret: string; readonly webUrl: string; readonly auth: Auth } | undefined;

/** The credentials library, created once per container. It works in the unit of work of the request. */
export const library = async ({ authSecret }: AccessOf<typeof libraryNeeds>): Promise<Auth> => {
  const options = { secret: await authSecret(), webUrl: webUrl() };
  if (made?.secret !== options.secret || made.webUrl !== options.webUrl) made = { ...options, auth: auth(options) };
  return made.auth;
};

/** Hashes a password as the library stores it. This takes as long as verifying one. */
export const hashPassword = async (access: AccessOf<typeof libraryNeeds>, password: string): Promise<string> =>
  (await (await library(access)).$context).password.hash(password);
