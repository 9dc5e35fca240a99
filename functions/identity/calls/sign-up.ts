import { accounts, someUsername, users, within } from '@waybill/auth';
import { ClaimTaken, call, Problem, text, z } from '@waybill/kernel';
import { UserSignedUp } from '#events/identity';
import { allowances } from '../allowance.ts';
import { knowsAuthSecret } from '../auth-secret.ts';
import { email, locale, password, username } from '../fields.ts';
import { mustBeGood } from '../good-password.ts';
import { library } from '../library.ts';
import { postReaches } from '../mail.ts';
import { problemIn } from '../problem-in.ts';
import { headersOf } from '../request.ts';
import { streamOf, userStream } from '../streams.ts';

/** A name that we made up may be somebody's; five in a row are not. */
const attempts = 5;

export const signUp = call({
  summary: 'Sign up: a mail with a link proves the address',
  route: 'POST /auth/sign-up',
  role: 'anyone',
  status: 202,
  input: z.strictObject({
    email: email(),
    password: password(),
    name: text(200),
    username: username().optional(),
    locale: locale().optional(),
  }),
  output: z.object({ status: z.literal('verification-sent') }),
  reaches: [
    knowsAuthSecret,
    ...postReaches,
    { to: 'keep', register: users },
    { to: 'keep', register: accounts },
    { to: 'keep', register: allowances },
    { to: 'append', source: userStream },
  ],

  answer: (platform) => async (request) => {
    const { input, correlation } = request;
    await mustBeGood(input.password, 'password', platform);
    const { api } = await library(platform);
    const once = (chosen: string) =>
      within(platform, { by: 'anyone', correlation }, async (unit) => {
        const body = { ...input, username: chosen.toLowerCase(), displayUsername: chosen };
        const { user } = await api.signUpEmail({ body, headers: headersOf(request) }).catch(problemIn);
        // Somebody who is known already is answered like somebody who is not, with an id that is nobody's.
        if (await unit.entry(users, user.id))
          unit.tell(streamOf('user', user.id), UserSignedUp({ email: input.email, username: chosen }), user.id);
      });

    for (let tries = 1; ; tries++) {
      try {
        await once(input.username ?? someUsername());
        return { body: { status: 'verification-sent' as const } };
      } catch (error) {
        const taken =
          error instanceof ClaimTaken
            ? error.claim.field
            : error instanceof Problem && error.code === 'username-taken'
              ? 'username'
              : undefined;
        // Two who sign up with one address at once: the first is there, and the second is told what everybody is told.
        if (taken === 'email') return { body: { status: 'verification-sent' as const } };
        if (taken !== 'username') throw error;
        if (input.username || tries === attempts) throw new Problem(409, 'username-taken', { field: 'username' });
      }
    }
  },
});
