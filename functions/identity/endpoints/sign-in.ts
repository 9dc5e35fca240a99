import { accounts, within } from '@waybill/auth';
import { busyTryAgain, endpoint, newId, Problem, z } from '@waybill/kernel';
import { exampleSignIn } from '#events/examples';
import { SignInFailed } from '#events/identity';
import { afterFirstFactor, afterFirstFactorReaches, withDevice } from '../after-first-factor.ts';
import { knowsAuthSecret } from '../auth-secret.ts';
import { device, email, password, rememberMe, username } from '../fields.ts';
import { library } from '../library.ts';
import { problemOf } from '../problem-in.ts';
import { wrongCredentials } from '../problems.ts';
import { headersOf } from '../request.ts';
import { SignInAnswer } from '../sign-in-answer.ts';
import { nameOf, signInLimits } from '../sign-in-limits.ts';
import { noteSignIn } from '../sign-ins.ts';
import { signInStream, streamOf } from '../streams.ts';
import { userWithAccount } from '../user-by.ts';
import { whereabouts } from '../whereabouts.ts';

export const signIn = endpoint({
  summary: 'Sign in',
  description:
    'Takes an e-mail address or a username, and the password. The answer is a session, or a challenge where the account has a second factor.',
  route: 'POST /auth/sign-in',
  role: 'anyone',
  limits: signInLimits,
  setsCookies: true,
  input: z
    .strictObject({
      email: email().optional().describe('Either this or the username.'),
      username: username().optional().describe('Either this or the e-mail address.'),
      password: password().describe('The password.'),
      rememberMe: rememberMe(),
      device: device(),
    })
    .refine(({ email, username }) => (email === undefined) !== (username === undefined), {
      path: ['email'],
      message: 'give either an e-mail address or a username',
    }),
  example: exampleSignIn,
  output: SignInAnswer,
  refuses: [wrongCredentials, busyTryAgain],
  reaches: [
    knowsAuthSecret,
    ...afterFirstFactorReaches,
    { to: 'consult', register: accounts },
    { to: 'append', source: signInStream },
  ],

  answer: (platform) => async (request) => {
    const { email, username, password, rememberMe } = request.input;
    const { api } = await library(platform);
    const ask = () => {
      const more = { headers: headersOf(request), returnHeaders: true as const };
      return email
        ? api.signInEmail({ body: { email, password, rememberMe }, ...more })
        : api.signInUsername({ body: { username: username!, password, rememberMe }, ...more });
    };
    const answered = await within(
      platform,
      { by: 'anyone', correlationId: request.correlationId },
      async (unit) => {
        const person = await userWithAccount(unit, ...nameOf(request.input));
        const right = await ask().catch(async (error) => {
          const said = problemOf(error);
          const { ip, device, place } = whereabouts(request);
          const failed = SignInFailed({ userId: person?.id, why: 'credentials', ip, device });
          unit.tell(streamOf('sign-in', newId()), failed, person?.id);
          // For an unknown account, an equally large record of nobody is written, so that timing does not reveal it.
          const userId = person?.id ?? newId();
          await noteSignIn(unit, { userId, outcome: 'Failed', how: 'credentials', ip, device, place });
          throw said;
        });
        return afterFirstFactor(unit, request, right, { userId: person!.id, how: 'password', rememberMe });
      },
      (error) => error instanceof Problem && error.status === 401,
    );
    return withDevice(platform, request, answered);
  },
});
