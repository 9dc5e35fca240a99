import { isSecretOf, newSecret, users } from '@waybill/auth';
import { email, endpoint, z } from '@waybill/kernel';
import { keepDecoySignUp, keepSignUp, type SignUp, signUps, waitingWith } from '../../domain/account/sign-ups.ts';
import { verifiedUserBy } from '../../domain/account/user-by.ts';
import { linkRequests } from '../../domain/budgets.ts';
import { SentIfKnown } from '../../domain/links/requested-link.ts';
import { decoy, mailAllowance, post, postNeeds } from '../../domain/mail/mail.ts';
import { cookieOf, signUpCookie } from '../../domain/session/cookies.ts';

export const requestVerification = endpoint({
  summary: 'Request another verification mail',
  description:
    'Mails the link that verifies the address once more, within a day after signing up. The answer is the same for an address without a sign-up.',
  route: 'POST /auth/verification',
  role: 'anyone',
  limits: [linkRequests],
  status: 202,
  input: z.strictObject({ email: email() }),
  example: { email: 'ada@example.com' },
  output: SentIfKnown,
  reads: { users },
  writes: { signUps, ...postNeeds.writes },
  uses: postNeeds.uses,

  answer: async ({ email }, access, context) => {
    const { now } = context;
    const allowance = await mailAllowance(access, email, 'verification');
    const [user, waiting] = [await verifiedUserBy(access, email), await waitingWith(access, email, now)];
    const browser = cookieOf(context.header('cookie'), signUpCookie);
    const own = browser && waiting.find((one) => isSecretOf(one.browser, browser));
    const signUp = user || !allowance.granted ? undefined : own || waiting.at(-1);
    if (signUp) {
      const others = waiting.filter((one) => one !== signUp);
      const token = await keepSignUp(access, email, signUp, others, now);
      await post(
        access,
        allowance,
        { purpose: 'verification', name: signUp.name, locale: signUp.locale, token },
        context,
      );
    } else {
      await keepDecoySignUp(access, email, decoySignUp(now), now);
      await decoy(access, context);
    }
    return { body: { status: 'sent-if-known' as const } };
  },
});

/** About as long as a real one. */
const decoySignUp = (at: string): SignUp => ({
  passwordHash: newSecret(120),
  name: 'A decoy sign-up',
  browser: newSecret(),
  at,
  links: [],
});
