import { hashOf, newSecret } from '@waybill/auth';
import {
  digest,
  networkOf,
  type RecordReader,
  type RecordWriter,
  type RequestContext,
  recordStore,
} from '@waybill/kernel';
import { cookieOf } from '../session/cookies.ts';

/**
 * A device on which a user has signed in before, known by a random token that it was given then (a device cookie, see
 * OWASP "Slow down online guessing attacks with device cookies"). The token gives no access: it separates the failed
 * sign-ins of a user's own devices from those of others. Beside it, the network and browser of a sign-in, so that each
 * is announced once.
 */
export interface KnownDevice {
  readonly userId: string;
  /** Hash of the token; absent for a network and browser. */
  readonly token?: string;
  /** When the user last signed in. */
  readonly at: string;
}

export const knownDevices = recordStore<KnownDevice>('identity', 'known-device', { indexed: ['userId', 'token'] });

interface Devices {
  readonly knownDevices: RecordWriter<KnownDevice>;
}

export const deviceCookie = '__Host-waybill.device';
const knownDays = 90;
const freshMs = 5_000;
/** Limit for each user. Beyond it, the least recently used devices are deleted. */
const mostDevices = 50;

/** The token that a client sends: in its cookie, or as `device` in the body. */
export const deviceTokenIn = (device: string | undefined, { header }: Pick<RequestContext<unknown>, 'header'>) =>
  device ?? cookieOf(header('cookie'), deviceCookie);

const tokenId = (userId: string, token: string) => `${userId}:${hashOf(token)}`;

/** Identifies a known device and its last sign-in. The value changes with each sign-in on the device. */
export const deviceState = async (
  { knownDevices }: { readonly knownDevices: RecordReader<KnownDevice> },
  userId: string,
  token: string,
): Promise<string | undefined> => {
  const known = await knownDevices.get(tokenId(userId, token));
  return known && `${known.id} ${known.data.at}`;
};

/** Records the device of a sign-in. Returns its token, and whether the network and browser are new. */
export const rememberDevice = async (
  { knownDevices }: Devices,
  { header, ip, now: at }: Pick<RequestContext<unknown>, 'header' | 'ip' | 'now'>,
  userId: string,
  shown: string | undefined,
): Promise<{ token: string; isNew: boolean }> => {
  const until = new Date(Date.parse(at) + knownDays * 86_400_000).toISOString();
  const own = shown && (await knownDevices.get(tokenId(userId, shown)));
  // A token that was issued to another user of the same browser is reused. One that was never issued is replaced.
  const isOurs = shown && (own || (await knownDevices.findBy('token', hashOf(shown))).length > 0);
  const token = isOurs ? shown : newSecret();
  // Of simultaneous sign-ins on one device only one writes, so that the others do not conflict with it.
  const isFresh = own && Date.parse(at) - Date.parse(own.data.at) < freshMs;
  if (!isFresh) await knownDevices.put(tokenId(userId, token), { userId, token: hashOf(token), at }, until);

  const look = `${userId}:${digest(`${networkOf(ip)}|${header('user-agent')}`)}`;
  const seen = await knownDevices.get(look);
  if (!seen) {
    await knownDevices.put(look, { userId, at }, until);
    await prune({ knownDevices }, userId);
  }
  return { token, isNew: !own && !seen };
};

const prune = async ({ knownDevices }: Devices, userId: string) => {
  const all = await knownDevices.findBy('userId', userId);
  const oldestFirst = all.toSorted((a, b) => (a.data.at < b.data.at ? -1 : 1));
  for (const { id } of oldestFirst.slice(0, Math.max(0, all.length - mostDevices))) await knownDevices.delete(id);
};

/** Deletes all devices of a user. */
export const forgetDevices = async ({ knownDevices }: Devices, userId: string): Promise<void> => {
  for (const { id } of await knownDevices.findBy('userId', userId)) await knownDevices.delete(id);
};

export const deviceCookieFor = (token: string): string =>
  `${deviceCookie}=${token}; Max-Age=${knownDays * 86_400}; Path=/; HttpOnly; Secure; SameSite=Lax`;
