import { headersOf, libraryNeeds } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { endpoint, z } from '@waybill/kernel';
import { wrongLinks } from '../../domain/budgets.ts';
import { device, rememberMe, token } from '../../domain/fields.ts';
import { useLink } from '../../domain/links/links.ts';
import { linkNotValid } from '../../domain/problems.ts';
import { afterFirstFactor, afterFirstFactorNeeds } from '../../domain/sign-in/after-first-factor.ts';
import { SignInAnswer } from '../../domain/sign-in/sign-in-answer.ts';

export const confirmSignInLink = endpoint({
  summary: 'Sign in by link',
  description:
    'Takes the token of the mailed link. If the account has a second factor, the answer is a challenge, as after a password.',
  route: 'POST /auth/sign-in-link/confirmation',
  role: 'anyone',
  limits: [wrongLinks],
  setsCookies: true,
  input: z.strictObject({ token: token(), rememberMe: rememberMe(), device: device() }),
  example: { token: 'kP3vX0b7J1cPSDm2V5kNwYgqT8rL4zHf' },
  output: SignInAnswer,
  reads: { ...libraryNeeds.reads, ...afterFirstFactorNeeds.reads },
  writes: afterFirstFactorNeeds.writes,
  uses: afterFirstFactorNeeds.uses,
  refuses: [linkNotValid],

  answer: async ({ token, rememberMe, device }, access, context) => {
    const { api } = await library(access);
    const userId = await useLink(access, 'sign-in', token);
    if (!userId) return linkNotValid();
    const body = { userId, rememberMe };
    const right = await api.signInByLink({ body, headers: headersOf(context), returnHeaders: true });
    return afterFirstFactor(access, context, right, { userId, how: 'link', rememberMe, device });
  },
});
