import { libraryNeeds, verifications } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import {
  type AccessOf,
  declares,
  endpoint,
  isRefusal,
  newId,
  notSignedIn,
  type RequestContext,
  tooManyAttempts,
  z,
} from '@waybill/kernel';
import { SignInFailed } from '#events/identity';
import { userAnswer } from '../../domain/account/user-answer.ts';
import { backupCode, device, oneCode, rememberMe, token, totpCode } from '../../domain/fields.ts';
import { libraryRefusal } from '../../domain/library-refusal.ts';
import { challengeId, endLinksNeeds } from '../../domain/links/links.ts';
import { challengeNotValid, codeSpent, secondFactorNotEnrolled, wrongCode } from '../../domain/problems.ts';
import { proveSecondFactorNeeds } from '../../domain/second-factor/second-factor-proof.ts';
import { spendCode } from '../../domain/second-factor/spent.ts';
import { beginSession, beginSessionNeeds } from '../../domain/session/begin-session.ts';
import { challengeCookie, tokenIn, untilBrowserCloses } from '../../domain/session/cookies.ts';
import { requestOrigin } from '../../domain/sign-in/request-origin.ts';
import { SignedInAnswer } from '../../domain/sign-in/sign-in-answer.ts';
import { challengeLimits } from '../../domain/sign-in/sign-in-limits.ts';
import { noteSignIn, signIns } from '../../domain/sign-in/sign-ins.ts';
import { signedInOn, signedInOnNeeds } from '../../domain/sign-in/signed-in-on.ts';
import { signInStream } from '../../domain/streams.ts';

const failureNeeds = declares({ writes: { verifications, signIns, signInStream } });

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
      challenge: token().describe('The challenge from the answer to the sign-in.'),
      code: totpCode(),
      backupCode: backupCode(),
      rememberMe: rememberMe(),
      device: device(),
    })
    .refine(...oneCode),
  example: { challenge: 'QX0b7J1cPSDm2V5kNwYg.c2lnbmF0dXJl', code: '314159' },
  output: SignedInAnswer,
  reads: { ...libraryNeeds.reads, ...beginSessionNeeds.reads, ...signedInOnNeeds.reads },
  writes: {
    ...beginSessionNeeds.writes,
    ...endLinksNeeds.writes,
    ...signedInOnNeeds.writes,
    ...proveSecondFactorNeeds.writes,
    signInStream,
  },
  uses: signedInOnNeeds.uses,
  refuses: [wrongCode, codeSpent, notSignedIn, challengeNotValid, secondFactorNotEnrolled, tooManyAttempts],
  // Wrong codes are counted and recorded. A right code that was used before changes nothing.
  commitsOn: [wrongCode, notSignedIn, challengeNotValid, tooManyAttempts],

  answer: async ({ challenge, code, backupCode, rememberMe, device: shown }, access, context) => {
    const { api } = await library(access);
    const asked = { headers: new Headers({ cookie: `${challengeCookie}=${challenge}` }), returnHeaders: true as const };
    const answered =
      code === undefined
        ? await api.verifyBackupCode({ body: { code: backupCode! }, ...asked }).catch(libraryRefusal)
        : await api.verifyTOTP({ body: { code }, ...asked }).catch(libraryRefusal);
    if (isRefusal(answered)) {
      if (answered.status === 401) await noteFailure(access, context, challenge);
      return answered;
    }

    const cookies = answered.headers.getSetCookie();
    const token = tokenIn(cookies)!;
    const how = code === undefined ? 'backup-code' : 'totp';
    const { userId, expiresAt } = await beginSession(access, context, { token, how, rememberMe });
    const no = code && (await spendCode(access, userId, code, context.now));
    if (no) return no;
    await access.links.delete(challengeId(challenge));
    const { device, cookie } = await signedInOn(access, context, { userId, device: shown });
    const user = userAnswer((await access.users.get(userId))!.data);
    return {
      body: { status: 'signed-in' as const, token, expiresAt, device, user },
      cookies: [...(rememberMe ? cookies : untilBrowserCloses(cookies)), cookie],
    };
  },
});

/** Records a wrong code for the user of the challenge. */
const noteFailure = async (
  access: AccessOf<typeof failureNeeds>,
  context: RequestContext<unknown>,
  challenge: string,
): Promise<void> => {
  const { ip, device, place } = requestOrigin(context);
  const [found] = await access.verifications.findBy('identifier', challengeId(challenge));
  const userId = found?.data.value;
  const failed = SignInFailed({ userId, why: 'second-factor', ip, device });
  await access.signInStream.append(newId(), failed, { by: userId });
  await noteSignIn(access, { userId, outcome: 'Failed', how: 'second-factor', ip, device, place }, context.now);
};
