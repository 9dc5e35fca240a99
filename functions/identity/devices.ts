import { hashOf, newSecret, type Unit } from '@waybill/auth';
import { digest, type HttpRequest, networkOf, type Records, recordStore } from '@waybill/kernel';
import { cookieOf } from './cookies.ts';

/**
 * A device on which somebody has signed in before, known by a random token that it was given then (a device cookie, see
 * OWASP "Slow down online guessing attacks with device cookies"). The token opens nothing; what others try with an account
 * does not keep its own devices out. Beside it, where and with what somebody signed in, so that each is announced once.
 */
export interface KnownDevice {
  readonly userId: string;
  /** Hash of the token; absent where only the place and the browser are remembered. */
  readonly token?: string;
  /** When somebody last signed in. */
  readonly at: string;
}

export const knownDevices = recordStore<KnownDevice>('identity', 'known-device', { indexed: ['userId', 'token'] });

export const deviceCookie = '__Host-waybill.device';
const knownDays = 90;
const freshMs = 5_000;
/** Of one person; who needs more loses those that were used least recently. */
const mostDevices = 50;

/** The token that a client shows: in the body where it keeps no cookies. */
export const deviceShown = ({
  input,
  header,
}: Pick<HttpRequest<{ device?: string | undefined }>, 'input' | 'header'>) =>
  input.device ?? cookieOf(header('cookie'), deviceCookie);

const tokenId = (userId: string, token: string) => `${userId}:${hashOf(token)}`;

/** What the device has done so far: something else after each time that somebody signed in on it. */
export const deviceState = async (
  registers: Pick<Records, 'get'>,
  userId: string,
  token: string,
): Promise<string | undefined> => {
  const known = await registers.get(knownDevices, tokenId(userId, token));
  return known && `${known.id} ${known.data.at}`;
};

/** Remembers the device. Answers its token, and whether somebody signs in from there and with that for the first time. */
export const rememberDevice = async (
  unit: Unit,
  { header, ip }: Pick<HttpRequest<unknown>, 'header' | 'ip'>,
  userId: string,
  shown: string | undefined,
): Promise<{ token: string; isNew: boolean }> => {
  const at = unit.now().toISOString();
  const until = new Date(unit.now().getTime() + knownDays * 86_400_000).toISOString();
  const own = shown && (await unit.get(knownDevices, tokenId(userId, shown)));
  // A token that a browser was given when somebody else signed in on it stays; one that we never gave is replaced.
  const isOurs = shown && (own || (await unit.findBy(knownDevices, 'token', hashOf(shown))).length > 0);
  const token = isOurs ? shown : newSecret();
  // Of several that sign in at the same moment, one writes.
  const isFresh = own && Date.parse(at) - Date.parse(own.data.at) < freshMs;
  if (!isFresh) await unit.put(knownDevices, tokenId(userId, token), { userId, token: hashOf(token), at }, until);

  const look = `${userId}:${digest(`${networkOf(ip)}|${header('user-agent')}`)}`;
  const seen = await unit.get(knownDevices, look);
  if (!seen) {
    await unit.put(knownDevices, look, { userId, at }, until);
    await prune(unit, userId);
  }
  return { token, isNew: !own && !seen };
};

const prune = async (unit: Unit, userId: string) => {
  const all = await unit.findBy(knownDevices, 'userId', userId);
  const oldestFirst = all.toSorted((a, b) => (a.data.at < b.data.at ? -1 : 1));
  for (const { id } of oldestFirst.slice(0, Math.max(0, all.length - mostDevices))) await unit.remove(knownDevices, id);
};

/** After this no device of theirs is known any more. */
export const forgetDevices = async (unit: Unit, userId: string): Promise<void> => {
  for (const { id } of await unit.findBy(knownDevices, 'userId', userId)) await unit.remove(knownDevices, id);
};

export const deviceCookieFor = (token: string): string =>
  `${deviceCookie}=${token}; Max-Age=${knownDays * 86_400}; Path=/; HttpOnly; Secure; SameSite=Lax`;
