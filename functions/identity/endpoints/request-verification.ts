import { isSecretOf, newSecret, users, within } from '@waybill/auth';
import { busyTryAgain, endpoint, z } from '@waybill/kernel';
import { linkRequests } from '../budgets.ts';
import { cookieOf, signUpCookie } from '../cookies.ts';
import { email } from '../fields.ts';
import { decoy, post, postageFor, postReaches } from '../mail.ts';
import { SentIfKnown } from '../requested-link.ts';
import { keepNobodysSignUp, keepSignUp, type SignUp, signUps, waitingWith } from '../sign-ups.ts';
import { provedUserBy } from '../user-by.ts';

export const requestVerification = endpoint({
  summary: 'Request another verification mail',
  description:
    'Mails the link that verifies the address once more, within a day after signing up. The answer is the same for an address with which nobody signed up.',
  route: 'POST /auth/verification',
  role: 'anyone',
  limits: [linkRequests],
  status: 202,
  input: z.strictObject({ email: email() }),
  example: { email: 'ada@example.com' },
  output: SentIfKnown,
  refuses: [busyTryAgain],
  reaches: [...postReaches, { to: 'keep', register: signUps }, { to: 'consult', register: users }],

  answer:
    (platform) =>
    async ({ input: { email }, correlationId, header }) => {
      const postage = await postageFor(platform, email, 'verification');
      return within(platform, { by: 'anyone', correlationId }, async (unit) => {
        const [user, waiting] = [await provedUserBy(unit, email), await waitingWith(unit, email)];
        const browser = cookieOf(header('cookie'), signUpCookie);
        const own = browser && waiting.find((one) => isSecretOf(one.browser, browser));
        const signUp = user || !postage.granted ? undefined : own || waiting.at(-1);
        if (signUp) {
          const others = waiting.filter((one) => one !== signUp);
          const token = await keepSignUp(unit, email, signUp, others);
          await post(unit, postage, { purpose: 'verification', name: signUp.name, token }, platform);
        } else {
          await keepNobodysSignUp(unit, email, nobodys(unit.now()));
          await decoy(unit, platform);
        }
        return { body: { status: 'sent-if-known' as const } };
      });
    },
});

/** About as long as one of somebody. */
const nobodys = (now: Date): SignUp => ({
  passwordHash: newSecret(120),
  name: 'nobody at all',
  browser: newSecret(),
  at: now.toISOString(),
  links: [],
});
