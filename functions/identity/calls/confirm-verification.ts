import { linksLiveSeconds, users, within } from '@waybill/auth';
import { call, Problem, z } from '@waybill/kernel';
import { EmailVerified } from '#events/identity';
import { knowsAuthSecret } from '../auth-secret.ts';
import { beginSession, beginSessionReaches } from '../begin-session.ts';
import { tokenIn } from '../cookies.ts';
import { token } from '../fields.ts';
import { library } from '../library.ts';
import { problemIn } from '../problem-in.ts';
import { spend, spent } from '../spent.ts';
import { streamOf, userStream } from '../streams.ts';

export const confirmVerification = call({
  summary: 'Prove an address by the link that was sent there; whoever does is signed in',
  route: 'POST /auth/verification/confirmation',
  role: 'anyone',
  input: z.strictObject({ token: token() }),
  output: z.object({ status: z.literal('signed-in'), token: z.string(), expiresAt: z.iso.datetime() }),
  reaches: [
    knowsAuthSecret,
    ...beginSessionReaches,
    { to: 'keep', register: users },
    { to: 'keep', register: spent },
    { to: 'append', source: userStream },
  ],

  answer: (platform) => (request) =>
    within(platform, { by: 'anyone', correlation: request.correlation }, async (unit) => {
      const { api } = await library(platform);
      if (!(await spend(unit, `verification ${request.input.token}`, linksLiveSeconds)))
        throw new Problem(410, 'link-used');
      const { headers } = await api
        .verifyEmail({ query: { token: request.input.token }, headers: new Headers(), returnHeaders: true })
        .catch(problemIn);
      const cookies = headers.getSetCookie();
      const token = tokenIn(cookies);
      // The library makes no session for an address that was proved before.
      if (token === undefined) throw new Problem(410, 'link-used');
      const { expiresAt, userId } = await beginSession(unit, request, { token, how: 'verification', rememberMe: true });
      unit.tell(streamOf('user', userId), EmailVerified({}), userId);
      return { body: { status: 'signed-in' as const, token, expiresAt }, cookies };
    }),
});
