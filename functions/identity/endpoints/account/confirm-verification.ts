import { headersOf, isSecretOf } from '@waybill/auth';
import { hashPassword, library } from '@waybill/auth/library';
import { endpoint, isRefusal, z } from '@waybill/kernel';
import { EmailVerified, UserSignedUp } from '#events/identity';
import { createUser, createUserNeeds } from '../../domain/account/create-user.ts';
import { mustBeGood } from '../../domain/account/good-password.ts';
import { endSignUps, signUpBy, signUps } from '../../domain/account/sign-ups.ts';
import { verifiedUserBy } from '../../domain/account/user-by.ts';
import { wrongLinks } from '../../domain/budgets.ts';
import { device, deviceToken, newPassword, sessionToken, token } from '../../domain/fields.ts';
import { linkExpired, linkNotValid, linkUsed, unfitPassword } from '../../domain/problems.ts';
import { beginSession, beginSessionNeeds } from '../../domain/session/begin-session.ts';
import { cookieOf, noSignUpCookie, signUpCookie } from '../../domain/session/cookies.ts';
import { deviceCookieFor, deviceTokenIn, rememberDevice } from '../../domain/sign-in/devices.ts';
import { userStream } from '../../domain/streams.ts';

/**
 * The user who verifies the address sets the password: the one in this request or, in the browser that signed up, the
 * one of the sign-up. A stranger can sign up with the address of another person, and the link must not activate the
 * stranger's password.
 */
export const confirmVerification = endpoint({
  summary: 'Verify an e-mail address by link',
  description:
    'Takes the token of the mailed link, creates the account and signs in. `password` is required unless the request comes from the browser that signed up.',
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
  reads: { ...createUserNeeds.reads, ...beginSessionNeeds.reads },
  writes: { ...beginSessionNeeds.writes, ...createUserNeeds.writes, signUps, userStream },
  refuses: [unfitPassword, linkNotValid, linkExpired, linkUsed],

  answer: async ({ token: link, password, device: shown }, access, context) => {
    const { once, now } = context;
    // 1. Check the link before the password, so that an invalid link reveals nothing about the password.
    const found = await signUpBy(access, link, now);
    if (found === 'expired') return linkExpired();
    if (!found) return linkNotValid();
    const { email, signUp } = found;

    // 2. Choose the password.
    const no = password && (await once('check the password', () => mustBeGood(password, 'password', context)));
    if (no) return no;
    const chosen = password && (await once('hash the password', () => hashPassword(access, password)));
    const { api } = await library(access);
    if (await verifiedUserBy(access, email)) return linkUsed();
    const browser = cookieOf(context.header('cookie'), signUpCookie);
    const passwordHash = chosen || (browser && isSecretOf(signUp.browser, browser) ? signUp.passwordHash : undefined);
    if (!passwordHash) return passwordNeeded();

    // 3. Create the account. If the username or address is taken meanwhile, the whole request is retried.
    const created = await createUser(access, { email, signUp, passwordHash, now });
    if (isRefusal(created)) return created;
    const { userId, username } = created;
    await endSignUps(access, email);
    await access.userStream.append(userId, UserSignedUp({ email, username }), { by: userId });
    await access.userStream.append(userId, EmailVerified({}), { by: userId });

    // 4. Sign in.
    const body = { userId, rememberMe: true };
    const begun = await api.signInByLink({ body, headers: headersOf(context), returnHeaders: true });
    const { token } = begun.response;
    const { expiresAt } = await beginSession(access, context, { token, how: 'verification', rememberMe: true });
    const { token: device } = await rememberDevice(access, context, userId, deviceTokenIn(shown, context));
    return {
      body: { status: 'signed-in' as const, token, expiresAt, device },
      cookies: [...begun.headers.getSetCookie(), deviceCookieFor(device), noSignUpCookie],
    };
  },
});

const passwordNeeded = () =>
  unfitPassword({
    errors: [{ path: 'password', message: 'is required in a browser that did not sign up' }],
    mistake: 'needed',
  });
