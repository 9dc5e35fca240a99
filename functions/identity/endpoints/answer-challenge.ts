import { secondFactors, type Unit, users, verifications, within } from '@waybill/auth';
import { busyTryAgain, endpoint, newId, Problem, z } from '@waybill/kernel';
import { SignInFailed } from '#events/identity';
import { knowsAuthSecret } from '../auth-secret.ts';
import { beginSession, beginSessionReaches } from '../begin-session.ts';
import { challengeCookie, forTheDay, tokenIn } from '../cookies.ts';
import { backupCode, device, oneCode, rememberMe, token, totpCode } from '../fields.ts';
import { library } from '../library.ts';
import { challengeId, endLinksReaches, links } from '../links.ts';
import { problemOf } from '../problem-in.ts';
import { challengeNotValid, codeSpent, secondFactorNotEnrolled, wrongCode } from '../problems.ts';
import { SignedInAnswer } from '../sign-in-answer.ts';
import { challengeLimits } from '../sign-in-limits.ts';
import { noteSignIn } from '../sign-ins.ts';
import { signedInOn, signedInOnReaches } from '../signed-in-on.ts';
import { spendCode, spent } from '../spent.ts';
import { signInStream, streamOf } from '../streams.ts';
import { userAnswer } from '../user-answer.ts';
import { whereabouts } from '../whereabouts.ts';

export const answerChallenge = endpoint({
  summary: 'Answer a sign-in challenge',
  description:
    'The second step of signing in with a second factor: a code of the authenticator, or a backup code, which is used up.',
  route: 'POST /auth/sign-in/challenge',
  role: 'anyone',
  limits: challengeLimits,
  setsCookies: true,
  input: z
    .strictObject({
      challenge: token().describe('The challenge that signing in answered.'),
      code: totpCode(),
      backupCode: backupCode(),
      rememberMe: rememberMe(),
      device: device(),
    })
    .refine(...oneCode),
  example: { challenge: 'QX0b7J1cPSDm2V5kNwYg.c2lnbmF0dXJl', code: '314159' },
  output: SignedInAnswer,
  refuses: [wrongCode, codeSpent, challengeNotValid, secondFactorNotEnrolled, busyTryAgain],
  reaches: [
    knowsAuthSecret,
    ...beginSessionReaches,
    ...endLinksReaches,
    ...signedInOnReaches,
    { to: 'keep', register: secondFactors },
    { to: 'keep', register: spent },
    { to: 'append', source: signInStream },
  ],

  answer: (platform) => async (request) => {
    const { challenge, code, backupCode, rememberMe } = request.input;
    const { api } = await library(platform);
    const { userId, ...answered } = await within(
      platform,
      { by: 'anyone', correlationId: request.correlationId },
      async (unit) => {
        const headers = new Headers({ cookie: `${challengeCookie}=${challenge}` });
        const more = { headers, returnHeaders: true as const };
        const asked =
          code === undefined
            ? api.verifyBackupCode({ body: { code: backupCode! }, ...more })
            : api.verifyTOTP({ body: { code }, ...more });
        const answered = await asked.catch(async (error) => {
          const said = problemOf(error);
          if (said.status !== 401) throw said;
          const { ip, device, place } = whereabouts(request);
          const userId = await challenged(unit, challenge);
          unit.tell(streamOf('sign-in', newId()), SignInFailed({ userId, why: 'second-factor', ip, device }), userId);
          await noteSignIn(unit, { userId, outcome: 'Failed', how: 'second-factor', ip, device, place });
          throw said;
        });
        const cookies = answered.headers.getSetCookie();
        const token = tokenIn(cookies)!;
        const how = code === undefined ? 'backup-code' : 'totp';
        const session = await beginSession(unit, request, { token, how, rememberMe });
        if (code) await spendCode(unit, session.userId, code);
        await unit.remove(links, challengeId(challenge));
        const user = userAnswer((await unit.get(users, session.userId))!.data);
        return {
          body: { status: 'signed-in' as const, token, expiresAt: session.expiresAt, user },
          cookies: rememberMe ? cookies : forTheDay(cookies),
          userId: session.userId,
        };
      },
      // Wrong codes are counted, whatever the answer; a code that was spent opens nothing.
      (error) => error instanceof Problem && [401, 410, 429].includes(error.status) && error.code !== 'code-spent',
    );
    const on = await signedInOn(platform, request, userId);
    return { body: { ...answered.body, device: on.device }, cookies: [...answered.cookies, on.cookie] };
  },
});

/** Whom the library has challenged. */
const challenged = async (unit: Unit, challenge: string): Promise<string | undefined> => {
  const [found] = await unit.findBy(verifications, 'identifier', challengeId(challenge));
  return found?.data.value;
};
