import { hashOf, isSecretOf, libraryNeeds, newSecret, users } from '@waybill/auth';
import { hashPassword } from '@waybill/auth/library';
import { email, endpoint, name, z } from '@waybill/kernel';
import { mustBeGood } from '../../domain/account/good-password.ts';
import { keepDecoySignUp, keepSignUp, type SignUp, signUps, waitingWith } from '../../domain/account/sign-ups.ts';
import { verifiedUserBy } from '../../domain/account/user-by.ts';
import { signUps as fromOneNetwork } from '../../domain/budgets.ts';
import { locale, newPassword, username } from '../../domain/fields.ts';
import { decoy, mailAllowance, post, postNeeds } from '../../domain/mail/mail.ts';
import { unfitPassword, usernameTaken } from '../../domain/problems.ts';
import { cookieOf, signUpCookie, signUpCookieFor } from '../../domain/session/cookies.ts';

/**
 * A sign-up creates no account before the address is verified. If the address has an account already, the answer and
 * its time are the same, and a mail informs the owner.
 */
export const signUp = endpoint({
  summary: 'Sign up',
  description:
    'Mails a link that verifies the address, which creates the account. The answer is the same if the address has an account already.',
  route: 'POST /auth/sign-up',
  role: 'anyone',
  limits: [fromOneNetwork],
  setsCookies: true,
  status: 202,
  input: z.strictObject({
    email: email(),
    password: newPassword(),
    name: name(200).describe('Your display name.'),
    username: username().optional(),
    locale: locale().optional(),
  }),
  example: { email: 'ada@example.com', password: 'violet tram under rain', name: 'Ada Lovelace' },
  output: z.object({ status: z.literal('verification-sent').describe('A mail is sent.') }),
  reads: { ...libraryNeeds.reads, users },
  writes: { signUps, ...postNeeds.writes },
  uses: postNeeds.uses,
  refuses: [unfitPassword, usernameTaken],

  answer: async ({ email, password, ...wanted }, access, context) => {
    const { once, now } = context;
    const no = await once('check the password', () => mustBeGood(password, 'password', context));
    if (no) return no;
    const passwordHash = await once('hash the password', () => hashPassword(access, password));
    const browser = newSecret();
    const browserBefore = cookieOf(context.header('cookie'), signUpCookie);
    const allowance = await mailAllowance(access, email, 'verification', 'sign-up-again');

    // Usernames are public. One is looked up whether the address has an account or not, and claimed with the account.
    if (wanted.username && (await access.users.findByUnique('username', wanted.username.toLowerCase())))
      return usernameTaken({ field: 'username' });
    const [user, waiting] = [await verifiedUserBy(access, email), await waitingWith(access, email, now)];
    const signUp: SignUp = { passwordHash, ...wanted, browser: hashOf(browser), at: now, links: [] };
    const isReal = !user && allowance.granted;
    // A sign-up replaces an earlier one in the same browser.
    const others = waiting.filter(({ browser }) => !browserBefore || !isSecretOf(browser, browserBefore));
    const token = isReal
      ? await keepSignUp(access, email, signUp, others, now)
      : await keepDecoySignUp(access, email, signUp, now);
    if (user)
      await post(access, allowance, { purpose: 'sign-up-again', name: user.name, locale: user.locale }, context);
    else if (isReal)
      await post(
        access,
        allowance,
        { purpose: 'verification', name: wanted.name, locale: wanted.locale, token },
        context,
      );
    else await decoy(access, context);
    return { body: { status: 'verification-sent' as const }, cookies: [signUpCookieFor(browser)] };
  },
});
