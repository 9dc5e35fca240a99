import { within } from '@waybill/auth';
import { busyTryAgain, endpoint, Problem, z } from '@waybill/kernel';
import { afterFirstFactor, afterFirstFactorReaches, withDevice } from '../after-first-factor.ts';
import { knowsAuthSecret } from '../auth-secret.ts';
import { wrongLinks } from '../budgets.ts';
import { device, rememberMe, token } from '../fields.ts';
import { library } from '../library.ts';
import { useLink } from '../links.ts';
import { linkNotValid } from '../problems.ts';
import { headersOf } from '../request.ts';
import { SignInAnswer } from '../sign-in-answer.ts';

export const confirmSignInLink = endpoint({
  summary: 'Sign in by link',
  description:
    'Takes the token of the link that was mailed. Where the account has a second factor, the answer is a challenge, as after a password.',
  route: 'POST /auth/sign-in-link/confirmation',
  role: 'anyone',
  limits: [wrongLinks],
  setsCookies: true,
  input: z.strictObject({ token: token(), rememberMe: rememberMe(), device: device() }),
  example: { token: 'kP3vX0b7J1cPSDm2V5kNwYgqT8rL4zHf' },
  output: SignInAnswer,
  refuses: [linkNotValid, busyTryAgain],
  reaches: [knowsAuthSecret, ...afterFirstFactorReaches],

  answer: (platform) => async (request) => {
    const { token, rememberMe } = request.input;
    const { api } = await library(platform);
    const answered = await within(platform, { by: 'anyone', correlationId: request.correlationId }, async (unit) => {
      const userId = await useLink(unit, 'sign-in', token);
      if (!userId) throw Problem.of(linkNotValid());
      const right = await api.signInByLink({
        body: { userId, rememberMe },
        headers: headersOf(request),
        returnHeaders: true,
      });
      return afterFirstFactor(unit, request, right, { userId, how: 'link', rememberMe });
    });
    return withDevice(platform, request, answered);
  },
});
