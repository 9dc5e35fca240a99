import { hashOf, secondFactors, type Unit, users, verifications, within } from '@waybill/auth';
import { call, newId, Problem, z } from '@waybill/kernel';
import { SignInFailed } from '#events/identity';
import { knowsAuthSecret } from '../auth-secret.ts';
import { beginSession, beginSessionReaches } from '../begin-session.ts';
import { challengeCookie, forTheDay, tokenIn } from '../cookies.ts';
import { token, UserAnswer } from '../fields.ts';
import { library } from '../library.ts';
import { problemOf } from '../problem-in.ts';
import { noteSignIn } from '../sign-ins.ts';
import { spendCode, spent } from '../spent.ts';
import { signInStream, streamOf } from '../streams.ts';
import { userAnswer } from '../user-answer.ts';
import { whereabouts } from '../whereabouts.ts';

export const answerChallenge = call({
  summary: 'Sign in, the second step: a code of the authenticator, or a backup code',
  route: 'POST /auth/sign-in/challenge',
  role: 'anyone',
  input: z
    .strictObject({
      challenge: token(),
      code: z
        .string()
        .regex(/^\d{6}$/, 'must have six digits')
        .optional(),
      backupCode: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be one of the codes')
        .optional(),
      rememberMe: z.boolean().default(true),
    })
    .refine(({ code, backupCode }) => (code === undefined) !== (backupCode === undefined), {
      path: ['code'],
      message: 'give either a code or a backup code',
    }),
  output: z.object({
    status: z.literal('signed-in'),
    token: z.string(),
    expiresAt: z.iso.datetime(),
    user: UserAnswer,
  }),
  reaches: [
    knowsAuthSecret,
    ...beginSessionReaches,
    { to: 'consult', register: users },
    { to: 'keep', register: secondFactors },
    { to: 'keep', register: verifications },
    { to: 'keep', register: spent },
    { to: 'append', source: signInStream },
  ],

  answer: (platform) => async (request) => {
    const { challenge, code, backupCode, rememberMe } = request.input;
    const { api } = await library(platform);
    return within(
      platform,
      { by: 'anyone', correlation: request.correlation },
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
        const user = userAnswer((await unit.entry(users, session.userId))!.data);
        return {
          body: { status: 'signed-in' as const, token, expiresAt: session.expiresAt, user },
          cookies: rememberMe ? cookies : forTheDay(cookies),
        };
      },
      // Wrong codes are counted, whatever the answer; a code that was spent opens nothing.
      (error) => error instanceof Problem && [401, 410, 429].includes(error.status) && error.code !== 'code-spent',
    );
  },
});

/** Whom the library has challenged: `name.signature`, of which it keeps the name's hash. */
const challenged = async (unit: Unit, challenge: string): Promise<string | undefined> => {
  const [found] = await unit.under(verifications, 'identifier', hashOf(challenge.split('.')[0]!));
  return found?.data.value;
};
