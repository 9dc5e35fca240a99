import { secondFactors, type Unit, users } from '@waybill/auth';
import type { HttpRequest, Platform, Reach } from '@waybill/kernel';
import { beginSession, beginSessionReaches, type How } from './begin-session.ts';
import { challengeCookie, cookieIn, forTheDay } from './cookies.ts';
import { endLinksReaches, keepChallenge } from './links.ts';
import { signedInOn, signedInOnReaches } from './signed-in-on.ts';
import { userAnswer } from './user-answer.ts';

export const afterFirstFactorReaches: readonly Reach[] = [
  ...beginSessionReaches,
  ...endLinksReaches,
  ...signedInOnReaches,
  { to: 'consult', register: secondFactors },
];

/** What the library answers when the password, or the link, was right. */
interface Right {
  readonly headers: Headers;
  readonly response: object;
}

interface Wanted {
  readonly userId: string;
  readonly how: How;
  readonly rememberMe: boolean;
}

/** Within the unit: a session, or a challenge where there is a second factor. */
export const afterFirstFactor = async (
  unit: Unit,
  request: HttpRequest<unknown>,
  { headers, response }: Right,
  { userId, how, rememberMe }: Wanted,
) => {
  const cookies = headers.getSetCookie();
  if ('twoFactorRedirect' in response) {
    const challenge = cookieIn(cookies, challengeCookie)!;
    await keepChallenge(unit, userId, challenge);
    const { twoFactorMethods } = response as { twoFactorMethods?: string[] };
    const methods = [...(twoFactorMethods ?? []), 'backup-code'];
    return { body: { status: 'second-factor' as const, challenge, methods }, cookies };
  }
  const { token } = response as { token: string };
  const { expiresAt } = await beginSession(unit, request, { token, how, rememberMe });
  const user = userAnswer((await unit.get(users, userId))!.data);
  return {
    body: { status: 'signed-in' as const, token, expiresAt, user },
    cookies: rememberMe ? cookies : forTheDay(cookies),
    userId,
  };
};

/** After the unit: the device is known from now on, where somebody is signed in. */
export const withDevice = async (
  platform: Platform,
  request: HttpRequest<{ device?: string | undefined }>,
  answered: Awaited<ReturnType<typeof afterFirstFactor>>,
) => {
  const { body, cookies } = answered;
  if (body.status === 'second-factor') return { body, cookies };
  const { device, cookie } = await signedInOn(platform, request, body.user.userId);
  return { body: { ...body, device }, cookies: [...cookies, cookie] };
};
