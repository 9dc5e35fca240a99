import { accounts, secondFactors, users, verifications, within } from '@waybill/auth';
import { call, newId, Problem, z } from '@waybill/kernel';
import { SignInFailed } from '#events/identity';
import { allowances } from '../allowance.ts';
import { knowsAuthSecret } from '../auth-secret.ts';
import { beginSession, beginSessionReaches } from '../begin-session.ts';
import { challengeCookie, cookieIn, forTheDay } from '../cookies.ts';
import { knowDevice, knownDevices } from '../devices.ts';
import { email, password, UserAnswer, username } from '../fields.ts';
import { library } from '../library.ts';
import { postReaches } from '../mail.ts';
import { problemOf } from '../problem-in.ts';
import { headersOf } from '../request.ts';
import { noteSignIn } from '../sign-ins.ts';
import { signInStream, streamOf } from '../streams.ts';
import { attemptOf, attempts, ceilings, succeeded, tryOnce } from '../throttle.ts';
import { userAnswer } from '../user-answer.ts';
import { userBy, userWithAccount } from '../user-by.ts';
import { deviceOf, whereabouts } from '../whereabouts.ts';

export const signIn = call({
  summary: 'Sign in with an e-mail address or a username',
  route: 'POST /auth/sign-in',
  role: 'anyone',
  input: z
    .strictObject({
      email: email().optional(),
      username: username().optional(),
      password: password(),
      rememberMe: z.boolean().default(true),
    })
    .refine(({ email, username }) => (email === undefined) !== (username === undefined), {
      path: ['email'],
      message: 'give either an e-mail address or a username',
    }),
  output: z.discriminatedUnion('status', [
    z.object({
      status: z.literal('signed-in'),
      token: z.string(),
      expiresAt: z.iso.datetime(),
      user: UserAnswer,
    }),
    z.object({ status: z.literal('second-factor'), challenge: z.string(), methods: z.array(z.string()) }),
  ]),
  reaches: [
    knowsAuthSecret,
    ...beginSessionReaches,
    ...postReaches,
    { to: 'consult', register: users },
    { to: 'consult', register: accounts },
    { to: 'consult', register: secondFactors },
    { to: 'keep', register: verifications },
    { to: 'keep', register: knownDevices },
    { to: 'keep', register: allowances },
    { to: 'keep', register: attempts },
    { to: 'keep', register: ceilings },
    { to: 'append', source: signInStream },
  ],

  answer: (platform) => async (request) => {
    const { input, correlation } = request;
    const { password, rememberMe } = input;
    const doer = { by: 'anyone', correlation };
    const named: ['email' | 'username', string] =
      input.email === undefined ? ['username', input.username!.toLowerCase()] : ['email', input.email];
    const owner = await within(platform, doer, (unit) => userBy(unit, ...named));
    const attempt = attemptOf(named[1], deviceOf(request), owner?.id);
    const wait = await within(platform, doer, (unit) => tryOnce(unit, attempt));
    if (wait) throw new Problem(429, 'too-many-attempts', { retryAfter: wait }, { 'retry-after': String(wait) });

    const { api } = await library(platform);
    const ask = () => {
      const more = { headers: headersOf(request), returnHeaders: true as const };
      return input.email
        ? api.signInEmail({ body: { email: input.email, password, rememberMe }, ...more })
        : api.signInUsername({ body: { username: input.username!, password, rememberMe }, ...more });
    };
    return within(
      platform,
      doer,
      async (unit) => {
        const person = await userWithAccount(unit, ...named);
        const { headers, response } = await ask().catch(async (error) => {
          const said = problemOf(error);
          const why = said.code === 'email-not-verified' ? 'unverified' : 'credentials';
          const { ip, device, place } = whereabouts(request);
          unit.tell(streamOf('sign-in', newId()), SignInFailed({ userId: person?.id, why, ip, device }), person?.id);
          // Of nobody, it is written down as of somebody whom there is not: as much is to be written.
          await noteSignIn(unit, { userId: person?.id ?? newId(), outcome: 'Failed', how: why, ip, device, place });
          if (why === 'unverified') await succeeded(unit, attempt);
          throw said;
        });
        const cookies = headers.getSetCookie();
        await succeeded(unit, attempt);
        if ('twoFactorRedirect' in response) {
          const challenge = cookieIn(cookies, challengeCookie)!;
          const { twoFactorMethods } = response as { twoFactorMethods?: string[] };
          const methods = [...(twoFactorMethods ?? []), 'backup-code'];
          return { body: { status: 'second-factor' as const, challenge, methods }, cookies };
        }
        const { token } = response as { token: string };
        await knowDevice(unit, attempt, person!.id);
        const { expiresAt } = await beginSession(unit, request, { token, how: 'password', rememberMe });
        const user = userAnswer(person!);
        return {
          body: { status: 'signed-in' as const, token, expiresAt, user },
          cookies: rememberMe ? cookies : forTheDay(cookies),
        };
      },
      (error) => error instanceof Problem && (error.status === 401 || error.status === 403),
    );
  },
});
