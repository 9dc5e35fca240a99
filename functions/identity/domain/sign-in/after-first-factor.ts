import { secondFactors } from '@waybill/auth';
import { type AccessOf, declares, type RequestContext } from '@waybill/kernel';
import { userAnswer } from '../account/user-answer.ts';
import { endLinksNeeds, keepChallenge } from '../links/links.ts';
import { beginSession, beginSessionNeeds, type How } from '../session/begin-session.ts';
import { challengeCookie, cookieIn, untilBrowserCloses } from '../session/cookies.ts';
import { signedInOn, signedInOnNeeds } from './signed-in-on.ts';

/** The library reads `secondFactors`, and writes a challenge to `verifications`. */
export const afterFirstFactorNeeds = declares({
  reads: { ...beginSessionNeeds.reads, ...signedInOnNeeds.reads, secondFactors },
  writes: { ...beginSessionNeeds.writes, ...endLinksNeeds.writes, ...signedInOnNeeds.writes },
  uses: signedInOnNeeds.uses,
});

/** The library’s result for a right password or link. */
interface Right {
  readonly headers: Headers;
  readonly response: object;
}

interface Wanted {
  readonly userId: string;
  readonly how: How;
  readonly rememberMe: boolean;
  readonly device: string | undefined;
}

/** The answer to a right password or link: a session, or a challenge where the account has a second factor. */
export const afterFirstFactor = async (
  access: AccessOf<typeof afterFirstFactorNeeds>,
  context: RequestContext<unknown>,
  { headers, response }: Right,
  { userId, how, rememberMe, device: shown }: Wanted,
) => {
  const cookies = headers.getSetCookie();
  if ('twoFactorRedirect' in response) {
    const challenge = cookieIn(cookies, challengeCookie)!;
    await keepChallenge(access, userId, challenge, context.now);
    const { twoFactorMethods } = response as { twoFactorMethods?: string[] };
    const methods = [...(twoFactorMethods ?? []), 'backup-code'];
    return { body: { status: 'second-factor' as const, challenge, methods }, cookies };
  }
  const { token } = response as { token: string };
  const { expiresAt } = await beginSession(access, context, { token, how, rememberMe });
  const { device, cookie } = await signedInOn(access, context, { userId, device: shown });
  const user = userAnswer((await access.users.get(userId))!.data);
  return {
    body: { status: 'signed-in' as const, token, expiresAt, device, user },
    cookies: [...(rememberMe ? cookies : untilBrowserCloses(cookies)), cookie],
  };
};
