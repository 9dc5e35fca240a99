import { accounts, headersOf, libraryNeeds } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { email, endpoint, isRefusal, newId, z } from '@waybill/kernel';
import { exampleSignIn } from '#events/examples';
import { SignInFailed } from '#events/identity';
import { userWithAccount } from '../../domain/account/user-by.ts';
import { device, password, rememberMe, username } from '../../domain/fields.ts';
import { libraryRefusal } from '../../domain/library-refusal.ts';
import { wrongCredentials } from '../../domain/problems.ts';
import { afterFirstFactor, afterFirstFactorNeeds } from '../../domain/sign-in/after-first-factor.ts';
import { requestOrigin } from '../../domain/sign-in/request-origin.ts';
import { SignInAnswer } from '../../domain/sign-in/sign-in-answer.ts';
import { nameOf, signInLimits } from '../../domain/sign-in/sign-in-limits.ts';
import { noteSignIn } from '../../domain/sign-in/sign-ins.ts';
import { signInStream } from '../../domain/streams.ts';

export const signIn = endpoint({
  summary: 'Sign in',
  description:
    'Takes an e-mail address or a username, and the password. The answer is a session, or a challenge if the account has a second factor.',
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
  reads: { ...libraryNeeds.reads, ...afterFirstFactorNeeds.reads, accounts },
  writes: { ...afterFirstFactorNeeds.writes, signInStream },
  uses: afterFirstFactorNeeds.uses,
  refuses: [wrongCredentials],
  // A failed sign-in is recorded.
  commitsOn: [wrongCredentials],

  answer: async (input, access, context) => {
    const { email, username, password, rememberMe, device } = input;
    const { api } = await library(access);
    const person = await userWithAccount(access, ...nameOf(input));
    const more = { headers: headersOf(context), returnHeaders: true as const };
    const right = email
      ? await api.signInEmail({ body: { email, password, rememberMe }, ...more }).catch(libraryRefusal)
      : await api
          .signInUsername({ body: { username: username!, password, rememberMe }, ...more })
          .catch(libraryRefusal);
    if (!isRefusal(right))
      return afterFirstFactor(access, context, right, { userId: person!.id, how: 'password', rememberMe, device });

    const { ip, device: browser, place } = requestOrigin(context);
    const failed = SignInFailed({ userId: person?.id, why: 'credentials', ip, device: browser });
    await access.signInStream.append(newId(), failed, { by: person?.id });
    // For an unknown account, an equally large record is written, so that timing does not reveal whether it exists.
    const attempt = { outcome: 'Failed', how: 'credentials', ip, device: browser, place } as const;
    await noteSignIn(access, { userId: person?.id ?? newId(), ...attempt }, context.now);
    return right;
  },
});
