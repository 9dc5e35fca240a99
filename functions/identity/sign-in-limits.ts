import { digest, type HttpRequest, type Limit, networkOf, newId, type Platform } from '@waybill/kernel';
import { guesses, guessesAnywhere, wrongCredentials } from './budgets.ts';
import { deviceShown, deviceState } from './devices.ts';
import { challengeId, links } from './links.ts';
import { userBy } from './user-by.ts';

interface Named {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  readonly device?: string | undefined;
}

/** What somebody calls themselves who signs in: an address or a username, in lower case. */
export const nameOf = ({ email, username }: Named): ['email' | 'username', string] =>
  email === undefined ? ['username', username!.toLowerCase()] : ['email', email];

/**
 * The state of the device, if its owner has signed in on it before. All other devices of a network share a budget for each
 * account, all of them together one for each account and one for their network. A device that is known has a budget of its
 * own, which begins anew whenever its owner signs in on it: what strangers try does not keep the owner out.
 */
const knownDevice = (request: HttpRequest<Named>, platform: Platform): Promise<string | undefined> => {
  const asked = known.get(request) ?? ask(request, platform);
  known.set(request, asked);
  return asked;
};
const known = new WeakMap<object, Promise<string | undefined>>();

const ask = async (request: HttpRequest<Named>, { records }: Platform) => {
  const shown = deviceShown(request);
  if (!shown) return undefined;
  const user = await userBy(records, ...nameOf(request.input));
  return deviceState(records, user?.id ?? newId(), shown);
};

const account = ({ input }: HttpRequest<Named>) => digest(nameOf(input).join(' '));

const unlessKnown =
  (key: (request: HttpRequest<Named>) => string): Limit<Named>['key'] =>
  async (request, platform) =>
    (await knownDevice(request, platform)) ? undefined : key(request);

/** Limits on failed sign-ins. Whoever succeeds has used nothing. */
export const signInLimits: readonly Limit<Named>[] = [
  {
    budget: guesses,
    key: async (request, platform) =>
      (await knownDevice(request, platform)) ?? `${account(request)} ${networkOf(request.ip)}`,
  },
  { budget: guessesAnywhere, key: unlessKnown(account) },
  { budget: wrongCredentials, key: unlessKnown(({ ip }) => networkOf(ip)) },
];

interface Challenged {
  readonly challenge: string;
  readonly device?: string | undefined;
}

/** The second step. The library counts wrong codes for a challenge and for an account; this counts them for a network. */
export const challengeLimits: readonly Limit<Challenged>[] = [
  {
    budget: wrongCredentials,
    key: async (request, { records }) => {
      const shown = deviceShown(request);
      const challenge = shown && (await records.get(links, challengeId(request.input.challenge)));
      if (challenge && (await deviceState(records, challenge.data.userId, shown))) return undefined;
      return networkOf(request.ip);
    },
  },
];
