import { accounts, isSecretOf, secondFactors, users, within } from '@waybill/auth';
import { busyTryAgain, ClaimTaken, endpoint, Problem, z } from '@waybill/kernel';
import { EmailVerified, UserSignedUp } from '#events/identity';
import { knowsAuthSecret } from '../auth-secret.ts';
import { beginSession, beginSessionReaches } from '../begin-session.ts';
import { wrongLinks } from '../budgets.ts';
import { cookieOf, noSignUpCookie, signUpCookie } from '../cookies.ts';
import { createUser } from '../create-user.ts';
import { knownDevices } from '../devices.ts';
import { device, deviceToken, newPassword, sessionToken, token } from '../fields.ts';
import { mustBeGood } from '../good-password.ts';
import { hashPassword, library } from '../library.ts';
import { endLinksReaches } from '../links.ts';
import { linkExpired, linkNotValid, linkUsed, unfitPassword } from '../problems.ts';
import { headersOf } from '../request.ts';
import { endSignUps, signUpBy, signUps } from '../sign-ups.ts';
import { signedInOn } from '../signed-in-on.ts';
import { streamOf, userStream } from '../streams.ts';
import { provedUserBy } from '../user-by.ts';

/**
 * Whoever proves the address sets the password: the one they give here, or, in the browser in which they signed up, the one
 * they gave then. Anybody can sign up with the address of somebody else; who follows the link of such a sign-up
 * must not get an account with a stranger's password.
 */
export const confirmVerification = endpoint({
  summary: 'Verify an e-mail address by link',
  description:
    'Takes the token of the link that was mailed, creates the account, and signs in. `password` is needed unless the request comes from the browser that signed up.',
  route: 'POST /auth/verification/confirmation',
  role: 'anyone',
  limits: [wrongLinks],
  setsCookies: true,
  input: z.strictObject({ token: token(), password: newPassword().optional(), device: device() }),
  example: { token: 'kP3vX0b7J1cPSDm2V5kNwYgqT8rL4zHf', password: 'violet tram under rain' },
  output: z.object({
    status: z.literal('signed-in').describe('The caller is signed in.'),
    token: sessionToken(),
    expiresAt: z.iso.datetime().describe('When the session ends, unless it is used before.'),
    device: deviceToken(),
  }),
  refuses: [unfitPassword, linkNotValid, linkExpired, linkUsed, busyTryAgain],
  reaches: [
    knowsAuthSecret,
    ...beginSessionReaches,
    ...endLinksReaches,
    { to: 'keep', register: signUps },
    { to: 'keep', register: users },
    { to: 'keep', register: accounts },
    { to: 'keep', register: secondFactors },
    { to: 'keep', register: knownDevices },
    { to: 'append', source: userStream },
  ],

  answer: (platform) => async (request) => {
    const { input, header, correlationId } = request;
    const doer = { by: 'anyone', correlationId };
    // A link that opens nothing is refused before anything is said about the password.
    await within(platform, doer, async (unit) => openedBy(await signUpBy(unit, input.token)));
    if (input.password !== undefined) await mustBeGood(input.password, 'password', platform);
    const chosen = input.password === undefined ? undefined : await hashPassword(platform, input.password);
    const { api } = await library(platform);

    const prove = () =>
      within(platform, doer, async (unit) => {
        const { email, signUp } = openedBy(await signUpBy(unit, input.token));
        if (await provedUserBy(unit, email)) throw Problem.of(linkUsed());
        const browser = cookieOf(header('cookie'), signUpCookie);
        const passwordHash =
          chosen ?? (browser && isSecretOf(signUp.browser, browser) ? signUp.passwordHash : undefined);
        if (!passwordHash) throw passwordNeeded();
        const { userId, username } = await createUser(platform, unit, { email, signUp, passwordHash });
        await endSignUps(unit, email);
        unit.tell(streamOf('user', userId), UserSignedUp({ email, username }), userId);
        unit.tell(streamOf('user', userId), EmailVerified({}), userId);
        const begun = await api.signInByLink({
          body: { userId, rememberMe: true },
          headers: headersOf(request),
          returnHeaders: true,
        });
        const { token } = begun.response;
        const { expiresAt } = await beginSession(unit, request, { token, how: 'verification', rememberMe: true });
        return { userId, token, expiresAt, cookies: begun.headers.getSetCookie() };
      });

    const { userId, token, expiresAt, cookies } = await repeated(prove);
    const on = await signedInOn(platform, request, userId, { announce: false });
    return {
      body: { status: 'signed-in' as const, token, expiresAt, device: on.device },
      cookies: [...cookies, on.cookie, noSignUpCookie],
    };
  },
});

/** How often an account is tried to be made while others take the username that was free when it was looked up. */
const attempts = 5;

/** Each time with a username that is free by then. 410 when somebody else has proved the address at the same moment. */
const repeated = async <T>(prove: () => Promise<T>): Promise<T> => {
  for (let tries = 1; tries <= attempts; tries++) {
    try {
      return await prove();
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
      if (error.claim.field !== 'username') throw Problem.of(linkUsed());
    }
  }
  throw Problem.of(busyTryAgain());
};

const openedBy = (found: Awaited<ReturnType<typeof signUpBy>>) => {
  if (found === 'expired') throw Problem.of(linkExpired());
  if (!found) throw Problem.of(linkNotValid());
  return found;
};

const passwordNeeded = () =>
  Problem.of(
    unfitPassword({
      errors: [{ path: 'password', message: 'is needed where somebody did not sign up in this browser' }],
      mistake: 'needed',
    }),
  );
