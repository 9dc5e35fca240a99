import { secondFactors, users } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { SecondFactorEnabled } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { endActingReaches } from '../end-acting.ts';
import { endOtherSessions } from '../end-other-sessions.ts';
import { newToken } from '../fields.ts';
import { goOn } from '../go-on.ts';
import { library } from '../library.ts';
import { postReaches } from '../mail.ts';
import { notify } from '../notify.ts';
import { problemIn } from '../problem-in.ts';
import { codeSpent, secondFactorEnabledAlready, secondFactorNotEnrolled, wrongCode } from '../problems.ts';
import { headersOf } from '../request.ts';
import { spendCode, spent } from '../spent.ts';
import { streamOf, userStream } from '../streams.ts';
import { tryPassword, tryPasswordReaches, tryPasswordRefuses } from '../try-password.ts';

export const confirmSecondFactor = asPerson({
  summary: 'Enable the second factor',
  description:
    'Takes a code that shows that the authenticator works. From now on one is asked for at every sign-in. All other sessions end, and this one goes on with a new token.',
  route: 'POST /auth/second-factor/confirmation',
  input: z.strictObject({
    code: z
      .string()
      .regex(/^\d{6}$/, 'must have six digits')
      .describe('What the authenticator shows now.'),
  }),
  example: { code: '314159' },
  output: z.object({ status: z.literal('enabled').describe('It is done.'), token: newToken() }),

  refuses: [secondFactorEnabledAlready, secondFactorNotEnrolled, wrongCode, codeSpent, ...tryPasswordRefuses],
  reaches: [
    ...tryPasswordReaches,
    ...postReaches,
    ...endActingReaches,
    { to: 'keep', register: users },
    { to: 'keep', register: secondFactors },
    { to: 'keep', register: spent },
    { to: 'append', source: userStream },
  ],

  answer: async (request) => {
    const { input, unit, platform, person } = request;
    const { user, session } = person;
    // Else an open session could try codes here, and spend those of its owner.
    if (user.twoFactorEnabled) return secondFactorEnabledAlready();
    const { api } = await library(platform);
    const { headers } = await tryPassword(request, () =>
      api.verifyTOTP({ body: { code: input.code }, headers: headersOf(request), returnHeaders: true }).catch(problemIn),
    );
    await spendCode(unit, user.id, input.code);
    const { token, cookies } = await goOn(unit, session, headers.getSetCookie());
    // They began without a second factor: whoever has one of them would never be asked for it.
    await endOtherSessions(unit, user.id, session.id, 'second-factor');
    unit.tell(streamOf('user', user.id), SecondFactorEnabled({}), user.id);
    await notify(platform, unit, request, user, 'second-factor-enabled');
    return { body: { status: 'enabled' as const, token }, cookies };
  },
});
