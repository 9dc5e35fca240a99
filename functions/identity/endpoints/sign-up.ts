import { hashOf, isSecretOf, newSecret, users, within } from '@waybill/auth';
import { busyTryAgain, endpoint, z } from '@waybill/kernel';
import { knowsAuthSecret } from '../auth-secret.ts';
import { signUps as fromOneNetwork } from '../budgets.ts';
import { cookieOf, signUpCookie, signUpCookieFor } from '../cookies.ts';
import { email, locale, name, newPassword, username } from '../fields.ts';
import { mustBeGood } from '../good-password.ts';
import { hashPassword } from '../library.ts';
import { decoy, post, postageFor, postReaches } from '../mail.ts';
import { unfitPassword, usernameTaken } from '../problems.ts';
import { keepNobodysSignUp, keepSignUp, type SignUp, signUps, waitingWith } from '../sign-ups.ts';
import { provedUserBy } from '../user-by.ts';

/**
 * Nothing of a sign-up is an account before the address is proved. Where somebody has proved it already, the answer and the
 * time it takes are the same, and a mail tells them.
 */
export const signUp = endpoint({
  summary: 'Sign up',
  description:
    'Mails a link that verifies the address. There is no account before that. The answer is the same where the address has an account already.',
  route: 'POST /auth/sign-up',
  role: 'anyone',
  limits: [fromOneNetwork],
  setsCookies: true,
  status: 202,
  input: z.strictObject({
    email: email(),
    password: newPassword(),
    name: name(200).describe('What people call you.'),
    username: username().optional(),
    locale: locale().optional(),
  }),
  example: { email: 'ada@example.com', password: 'violet tram under rain', name: 'Ada Lovelace' },
  output: z.object({ status: z.literal('verification-sent').describe('A mail is sent.') }),
  refuses: [unfitPassword, usernameTaken, busyTryAgain],
  reaches: [knowsAuthSecret, ...postReaches, { to: 'keep', register: signUps }, { to: 'consult', register: users }],

  answer: (platform) => async (request) => {
    const { input, correlationId, header } = request;
    const { email, password, ...wanted } = input;
    await mustBeGood(password, 'password', platform);
    const passwordHash = await hashPassword(platform, password);
    const browser = newSecret();
    const browserBefore = cookieOf(header('cookie'), signUpCookie);
    const postage = await postageFor(platform, email, 'verification', 'sign-up-again');

    return within(platform, { by: 'anyone', correlationId }, async (unit) => {
      // Usernames are no secret. This one is looked up whoever has the address, and claimed only when the address is proved.
      if (wanted.username && (await unit.findByUnique(users, 'username', wanted.username.toLowerCase())))
        return usernameTaken({ field: 'username' });
      const [user, waiting] = [await provedUserBy(unit, email), await waitingWith(unit, email)];
      const at = unit.now().toISOString();
      const signUp: SignUp = { passwordHash, ...wanted, browser: hashOf(browser), at, links: [] };
      const isReal = !user && postage.granted;
      // Whoever signs up again in the same browser has changed their mind about the first time.
      const others = waiting.filter(({ browser }) => !browserBefore || !isSecretOf(browser, browserBefore));
      const token = isReal
        ? await keepSignUp(unit, email, signUp, others)
        : await keepNobodysSignUp(unit, email, signUp);
      if (user) await post(unit, postage, { purpose: 'sign-up-again', name: user.name }, platform);
      else if (isReal) await post(unit, postage, { purpose: 'verification', name: wanted.name, token }, platform);
      else await decoy(unit, platform);
      return { body: { status: 'verification-sent' as const }, cookies: [signUpCookieFor(browser)] };
    });
  },
});
