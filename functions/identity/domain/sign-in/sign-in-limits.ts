import { users } from '@waybill/auth';
import { type Access, digest, type HttpRequest, type Limit, limit, networkOf, newId } from '@waybill/kernel';
import { userBy } from '../account/user-by.ts';
import { guesses, guessesAnywhere, wrongCredentials } from '../budgets.ts';
import { challengeId, links } from '../links/links.ts';
import { deviceState, deviceTokenIn, knownDevices } from './devices.ts';

interface Named {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  readonly device?: string | undefined;
}

/** The name of a sign-in: an address, or a username in lower case. */
export const nameOf = ({ email, username }: Named): ['email' | 'username', string] =>
  email === undefined ? ['username', username!.toLowerCase()] : ['email', email];

const reads = { users, knownDevices };
type Reads = Access<typeof reads, unknown, unknown>;

/**
 * The state of the device, if the user of the account has signed in on it before. All other devices of a network share
 * a budget for each account, all of them together one for each account and one for their network. A known device has a
 * budget of its own, which begins anew whenever its user signs in on it: failed sign-ins of others do not lock the user
 * out.
 */
const knownDevice = (request: HttpRequest<Named>, access: Reads): Promise<string | undefined> => {
  const asked = known.get(request) ?? find(request, access);
  known.set(request, asked);
  return asked;
};
/** Looked up once for all limits of a request. */
const known = new WeakMap<object, Promise<string | undefined>>();

const find = async (request: HttpRequest<Named>, access: Reads) => {
  const shown = deviceTokenIn(request.input.device, request);
  if (!shown) return undefined;
  const user = await userBy(access, ...nameOf(request.input));
  return deviceState(access, user?.id ?? newId(), shown);
};

const account = ({ input }: HttpRequest<Named>) => digest(nameOf(input).join(' '));

const unlessKnown =
  (key: (request: HttpRequest<Named>) => string) => async (request: HttpRequest<Named>, access: Reads) =>
    (await knownDevice(request, access)) ? undefined : key(request);

/** Limits on failed sign-ins. A successful one is not counted. */
export const signInLimits: readonly Limit<Named>[] = [
  limit({
    budget: guesses,
    reads,
    key: async (request: HttpRequest<Named>, access) =>
      (await knownDevice(request, access)) ?? `${account(request)} ${networkOf(request.ip)}`,
  }),
  limit({ budget: guessesAnywhere, reads, key: unlessKnown(account) }),
  limit({ budget: wrongCredentials, reads, key: unlessKnown(({ ip }) => networkOf(ip)) }),
];

interface Challenged {
  readonly challenge: string;
  readonly device?: string | undefined;
}

/**
 * Limits of the second step. The library counts wrong codes for a challenge and an account; this counts for a network.
 */
export const challengeLimits: readonly Limit<Challenged>[] = [
  limit({
    budget: wrongCredentials,
    reads: { links, knownDevices },
    key: async (request: HttpRequest<Challenged>, access) => {
      const shown = deviceTokenIn(request.input.device, request);
      const challenge = shown && (await access.links.get(challengeId(request.input.challenge)));
      if (challenge && (await deviceState(access, challenge.data.userId, shown))) return undefined;
      return networkOf(request.ip);
    },
  }),
];
